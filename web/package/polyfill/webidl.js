// webidl.js - conversions of JavaScript values to the types of Web IDL, and classes as its interfaces:
// https://webidl.spec.whatwg.org/, as far as the Handwriting Recognition API needs them.

export const string = (value) => `${value}`; // throws for a symbol, as it shall

export function double(value) {
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw new TypeError(`${number} is not a finite number`);
}

export const unsignedLong = (value) => Number(value) >>> 0;

export const sequenceOf = (convert) => (value) => {
  if (Object(value) !== value || typeof value[Symbol.iterator] !== 'function') throw new TypeError('this is no sequence');
  return Array.from(value, convert);
};

// members: {name: {convert, required, fallback}}, in the order of their names, as they are read.
export const dictionaryOf = (members) => (value) => {
  if (value !== undefined && value !== null && Object(value) !== value) throw new TypeError('this is no object');
  const out = {};
  for (const [name, { convert, required = false, fallback }] of Object.entries(members)) {
    const member = value?.[name];
    if (member !== undefined) out[name] = convert(member);
    else if (required) throw new TypeError(`its member ${name} is missing`);
    else if (fallback !== undefined) out[name] = fallback;
  }
  return out;
};

// "f of the interface: what convert says of the value", as browsers put it.
export function converted(convert, value, where) {
  try {
    return convert(value);
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`${where}: ${error.message}`);
    throw error;
  }
}

export function atLeastOne({ length }, where) {
  if (length < 1) throw new TypeError(`${where}: 1 argument required, but only 0 present`);
}

// Makes methods enumerable, and the class what an interface object of this name is.
export function asInterface(Class, name) {
  for (const key of Object.getOwnPropertyNames(Class.prototype)) {
    if (key !== 'constructor') Object.defineProperty(Class.prototype, key, { enumerable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
  return Class;
}
