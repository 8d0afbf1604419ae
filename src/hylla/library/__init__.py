"""The library itself: controller, branches, opening days, staff, published policies."""
