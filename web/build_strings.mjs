// build_strings.mjs - the languages: each file of src/strings whose name is a code of two letters.
// English comes first, as the page is written in it.
import { readdirSync } from 'node:fs';

const FIRST = 'en';
const folder = new URL('./src/strings/', import.meta.url);

const codes = readdirSync(folder).map((file) => file.match(/^([a-z]{2})\.js$/)?.[1]).filter(Boolean)
  .sort((a, b) => (b === FIRST) - (a === FIRST) || a.localeCompare(b));

// {en: {name, page, ...}, ...}: what the file of each exports.
export const languages = Object.fromEntries(await Promise.all(codes.map(async (code) =>
  [code, await import(new URL(`${code}.js`, folder))])));

const eachLanguage = (make) => Object.fromEntries(codes.map((code) => [code, make(code)]));

function table(code, name) {
  if (languages[code][name]) return languages[code][name];
  throw new Error(`src/strings/${code}.js has no table "${name}"; add it, with the keys of ${FIRST}.js`);
}

// The page's table in each language, with the rooms' titles and notes: insideTitle, insideNote.
export function pageTables(rooms) {
  return eachLanguage((code) => Object.assign({}, table(code, 'page'), ...rooms.map(({ name }) => {
    const { title, note } = table(code, name);
    return { [`${name}Title`]: title, [`${name}Note`]: note };
  })));
}

// A room's table in each language, with what it shares with others.
export function roomTables({ name, shares = [] }) {
  return eachLanguage((code) => {
    const { title, note, ...own } = table(code, name);
    return Object.assign({}, ...shares.map((other) => table(code, other)), own);
  });
}
