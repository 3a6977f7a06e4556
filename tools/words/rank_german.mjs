// rank_german.mjs - German words, the most common first, for make_language.mjs.
//
//     node tools/words/rank_german.mjs words.json > ranked.txt
//
// words.json is an-array-of-german-words' (npm): the most common first, in small letters, but of a
// word with a capital only what follows it ("eit" for Zeit). Hunspell's German dictionary says
// which words there are, with every capital tried before each; where the rest is a word itself
// ("aus", Haus) most of its occurrences are taken to be that. Written as in crosswords: ae, oe, ue
// and ss for the letters that the network does not know.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const RANKS = 40000, LEAST = 2, AMBIGUOUS = 8;
const CAPITALS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ'];
const PLAIN = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

// Those of the words that Hunspell knows.
function known(words) {
  const { stdout, error } = spawnSync('hunspell', ['-i', 'utf-8', '-d', 'de_DE', '-G'], { input: words.join('\n'), maxBuffer: 1 << 28 });
  if (error) throw new Error(`hunspell: ${error.message}; apt-get install hunspell hunspell-de-de`);
  return new Set(stdout.toString().split('\n'));
}

const ranked = JSON.parse(readFileSync(process.argv[2], 'utf8')).slice(0, RANKS).filter((word) => /^\p{Ll}+$/u.test(word));
const small = known(ranked), nouns = known(ranked.flatMap((rest) => CAPITALS.map((capital) => capital + rest)));
const placeOf = new Map(ranked.map((word, place) => [word, place])), places = new Map();
const add = (word, place) => {
  const plain = word.replace(/[äöüßÄÖÜ]/g, (letter) => PLAIN[letter]);
  if (plain.length >= LEAST && !places.has(plain)) places.set(plain, place);
};
ranked.forEach((word, place) => {
  if (small.has(word)) add(word, place);
  const noted = (noun) => small.has(noun.toLowerCase()) && placeOf.get(noun.toLowerCase()) < place;
  const whole = CAPITALS.map((capital) => capital + word).filter((noun) => nouns.has(noun) && !noted(noun));
  for (const noun of whole) add(noun, small.has(word) ? AMBIGUOUS * (place + AMBIGUOUS) : place);
});
console.log([...places].sort(([, a], [, b]) => a - b).map(([word]) => word).join('\n'));
