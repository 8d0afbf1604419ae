// The words of this page's language, and what this desk has chosen.

const words = document.getElementById("desk-words");

/** Return a sentence; `{n}` in it becomes the number. */
export const say = (name, number) =>
  ((words && words.dataset[name]) || "").replace("{n}", String(number));

/** Return what this desk has chosen. Nothing about a person is kept here, only volume and paper. */
export const chosen = (name, otherwise) => {
  try {
    return localStorage.getItem(`hylla.desk.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
};

/** Keep a choice of this desk. */
export const choose = (name, value) => {
  try {
    localStorage.setItem(`hylla.desk.${name}`, value);
  } catch {
    // A browser that keeps nothing asks again.
  }
};
