// Titles to choose from while somebody types. Without scripts the form is a plain search.
// What is typed is asked of this library alone, and kept nowhere.
const WAIT = 180;
const SHORTEST = 2;

const form = document.querySelector("form[data-suggestions]");
const field = form?.querySelector("input[name=q]");

if (field) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let waiting;
  let asked = "";
  let chosen = -1;

  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.told.replace(/:$/, ""));
  said.className = "hidden";
  said.setAttribute("role", "status");
  form.append(list, said);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    const options = [...list.children];
    chosen = (number + options.length + 1) % (options.length + 1);
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (options[chosen]) {
      field.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    } else {
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
    }
  };

  const option = (each, place) => {
    const line = document.createElement("li");
    const title = document.createElement("span");
    line.id = `suggestion-${place}`;
    line.dataset.address = each.address;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    title.textContent = each.title;
    line.append(title);
    if (each.authors) {
      const authors = document.createElement("span");
      authors.className = "soft small";
      authors.textContent = ` ${each.authors}`;
      line.append(authors);
    }
    return line;
  };

  const show = (suggestions) => {
    close();
    list.replaceChildren(...suggestions.map(option));
    list.hidden = !suggestions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = suggestions.length ? `${form.dataset.told} ${suggestions.length}` : "";
  };

  const ask = async () => {
    const typed = field.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (typed.length < SHORTEST) {
      show([]);
      return;
    }
    try {
      const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`);
      const told = answer.ok ? (await answer.json()).suggestions : [];
      if (typed === asked && document.activeElement === field) show(told);
    } catch {
      close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : (chosen < 0 ? list.children.length : chosen) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.address);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    // Otherwise the field would lose the focus, and the list be closed, before the click.
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (line) location.assign(line.dataset.address);
  });
  field.addEventListener("blur", close);
}
