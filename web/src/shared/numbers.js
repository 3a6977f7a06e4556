// numbers.js - whole numbers in groups of three digits.

// 12345 -> "12 345", or with another separator; a minus sign is as wide as a plus.
export function grouped(n, separator = '\u202f') {
  const digits = String(Math.abs(Math.round(n))).replace(/\B(?=(\d{3})+$)/g, separator);
  return n < 0 ? `\u2212${digits}` : digits;
}
