// random.mjs - numbers for tests.

// xorshift32: the same numbers in every run; seed is not 0. Returns 0..limit-1.
export function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
