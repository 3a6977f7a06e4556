import { createRecognizer } from 'handwritten-letters';
import { useEffect, useState } from 'react';

const recognizer = createRecognizer();

export default function ReactLetter({ strokes }) {
  const [letter, setLetter] = useState('');
  useEffect(() => {
    let current = true;
    recognizer.then((r) => current && setLetter(r.recognize(strokes).letter));
    return () => { current = false; };
  }, [strokes]);
  return <output>{letter}</output>;
}
