// polyfill.js - the WICG's Handwriting Recognition API for browsers without a recogniser of their own.
//
//     import { install } from 'handwritten-letters/polyfill';
//     await install();
//     const recognizer = await navigator.createHandwritingRecognizer({ languages: ['en'] });
import { createRecognizer } from './index.js';
import { handwritingRecognizer, interfaces } from './polyfill/interfaces.js';
import { asInterface, atLeastOne, converted, dictionaryOf, sequenceOf, string } from './polyfill/webidl.js';

const LANGUAGE = /^en(-|$)/i;
const constraintOf = dictionaryOf({ languages: { convert: sequenceOf(string), required: true } });

const canRead = ({ languages }) => languages.length > 0 && languages.every((language) => LANGUAGE.test(language));

// Both operations reject where they are called on anything but a Navigator, as its own do.
function operations(make) {
  const { get: brand } = Object.getOwnPropertyDescriptor(Navigator.prototype, 'onLine');
  const checked = (self, args, method) => {
    brand.call(self);
    atLeastOne(args, `Navigator.${method}`);
    return converted(constraintOf, args[0], `Navigator.${method}`);
  };
  return asInterface(class {
    async queryHandwritingRecognizer(constraint) {
      if (!canRead(checked(this, arguments, 'queryHandwritingRecognizer'))) return null;
      return {
        textAlternatives: true,
        textSegmentation: true,
        hints: {
          recognitionType: ['text', 'per-character'], inputType: ['mouse', 'stylus', 'touch'], textContext: true, alternatives: true,
        },
      };
    }

    async createHandwritingRecognizer(constraint) {
      if (!canRead(checked(this, arguments, 'createHandwritingRecognizer'))) {
        throw new DOMException('English is the only language that is recognized here.', 'NotSupportedError');
      }
      try {
        return handwritingRecognizer(await make());
      } catch (error) {
        throw new DOMException(error.message, 'OperationError');
      }
    }
  }, 'Navigator').prototype;
}

// Whether the browser has a recogniser of its own, for English or the reader's languages.
async function hasNative() {
  if (typeof navigator.queryHandwritingRecognizer !== 'function') return false;
  const languages = ['en', ...navigator.languages];
  const answers = await Promise.all(languages.map((language) =>
    navigator.queryHandwritingRecognizer({ languages: [language] }).catch(() => null)));
  return answers.some((answer) => answer !== null);
}

let installed = false;

// "native" where the browser answers by itself, and everything stays as it is; "installed" where it did not
// and this does now; "insecure" in a page over plain http, which the API is not for.
export async function install({ language, createRecognizer: create = createRecognizer } = {}) {
  if (installed) return 'installed';
  if (!isSecureContext) return 'insecure';
  if (await hasNative()) return 'native';
  installed = true;
  for (const [name, value] of Object.entries(interfaces)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  const methods = operations(async () => {
    const recognizer = await create();
    if (language) recognizer.loadLanguage(language);
    return recognizer;
  });
  for (const name of ['queryHandwritingRecognizer', 'createHandwritingRecognizer']) {
    Object.defineProperty(Navigator.prototype, name, { value: methods[name], writable: true, configurable: true, enumerable: true });
  }
  return 'installed';
}
