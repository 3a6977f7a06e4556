// seen.js - what is out of sight is not painted.

// {now}: whether the element is in view, or nearly. paint() is called when it comes there.
export function watchSeen(element, paint) {
  const seen = { now: false };
  new IntersectionObserver((entries) => {
    seen.now = entries[entries.length - 1].isIntersecting;
    if (seen.now) paint();
  }, { rootMargin: '120px' }).observe(element);
  return seen;
}
