import { describe, expect, test } from 'vitest';
import type { CardLine } from '../../../src/protocol/methods';
import { notesOf } from '../../../webview/header/notes';
import { CardIndex, highlight, queryWords } from '../../../webview/header/search';
import { visiblePieces, visibleText } from '../../../webview/header/visible';
import { rowAfterKey, rowWindow, scrollToRow } from '../../../webview/header/window';

const card = (keyword: string, value: string, comment: string): CardLine => ({
  keyword,
  value,
  comment,
  raw: '',
});

describe('CardIndex', () => {
  const index = new CardIndex([
    card('TELESCOP', 'JWST', 'Telescope used to acquire the data'),
    card('INSTRUME', 'NIRCAM', 'Instrument used to acquire the data'),
    card('HISTORY', 'flat field from the instrument team', ''),
  ]);

  test('finds in keyword, value and comment, without regard to case', () => {
    expect(index.find('telescop')).toEqual([0]);
    expect(index.find('nirCAM')).toEqual([1]);
    expect(index.find('ACQUIRE')).toEqual([0, 1]);
  });

  test('wants every word, in any column and order', () => {
    expect(index.find('data instrume')).toEqual([1]);
    expect(index.find('instrument')).toEqual([1, 2]);
    expect(index.find('jwst nircam')).toEqual([]);
  });

  test('gives everything for nothing', () => {
    expect(index.find('')).toEqual([0, 1, 2]);
    expect(index.find('   ')).toEqual([0, 1, 2]);
  });

  test('takes a query as text, not as a pattern, and never joins two columns', () => {
    expect(index.find('.*')).toEqual([]);
    expect(index.find('jwsttelescope')).toEqual([]);
  });
});

describe('highlight', () => {
  const marks = (text: string, query: string): string =>
    highlight(text, queryWords(query))
      .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
      .join('');

  test('marks every place of every word', () => {
    expect(marks('Data and DATA', 'data')).toBe('[Data] and [DATA]');
    expect(marks('NAXIS1', 'naxis 1')).toBe('[NAXIS][1]');
    expect(marks('NAXIS1', 'na naxis')).toBe('[NAXIS]1');
    expect(marks('none here', 'x')).toBe('none here');
  });

  test('keeps the text whole, whatever it is', () => {
    for (const text of ['', '<b>', 'İstanbul is', 'ééé', 'a'.repeat(68)]) {
      const pieces = highlight(text, ['i', 'a', 'é', '<']);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    }
  });
});

describe('the window of a long list', () => {
  const geometry = { rows: 40_000, rowHeight: 20, viewHeight: 600 };

  test('holds what is in sight and a few rows more, wherever it is', () => {
    expect(rowWindow(geometry, 0, 5)).toEqual({ from: 0, to: 35 });
    expect(rowWindow(geometry, 400_010, 5)).toEqual({ from: 19_995, to: 20_036 });
    expect(rowWindow(geometry, 799_400, 5)).toEqual({ from: 39_965, to: 40_000 });
    expect(rowWindow({ ...geometry, rows: 3 }, 0)).toEqual({ from: 0, to: 3 });
    expect(rowWindow({ ...geometry, rows: 0 }, 0)).toEqual({ from: 0, to: 0 });
    // A search made the list shorter than where it was scrolled to.
    expect(rowWindow({ ...geometry, rows: 10 }, 400_000)).toEqual({ from: 10, to: 10 });
  });

  test('moves as little as it must to show a row', () => {
    expect(scrollToRow(geometry, 1000, 60)).toBe(1000);
    expect(scrollToRow(geometry, 1000, 10)).toBe(200);
    expect(scrollToRow(geometry, 0, 30)).toBe(20);
  });

  test('is walked by keys', () => {
    expect(rowAfterKey(geometry, -1, 'ArrowDown')).toBe(0);
    expect(rowAfterKey(geometry, 0, 'ArrowUp')).toBe(0);
    expect(rowAfterKey(geometry, 0, 'PageDown')).toBe(29);
    expect(rowAfterKey(geometry, 7, 'End')).toBe(39_999);
    expect(rowAfterKey(geometry, 7, 'Home')).toBe(0);
    expect(rowAfterKey(geometry, 7, 'x')).toBeUndefined();
    expect(rowAfterKey({ ...geometry, rows: 0 }, -1, 'End')).toBeUndefined();
  });
});

describe('bytes that are no text', () => {
  test('are seen, each for itself', () => {
    expect(visibleText('caf\xe9\tand\x00\x7f\n')).toBe('caf\\xE9\\x09and\\x00\\x7F\\x0A');
    expect(visiblePieces('a\xe9b')).toEqual([
      { text: 'a', byte: undefined },
      { text: '\\xE9', byte: 'The byte 233, which is no ASCII text; “é” in latin-1' },
      { text: 'b', byte: undefined },
    ]);
    expect(visiblePieces('\x09')[0]?.byte).toBe('The byte 9, which is no ASCII text');
  });

  test('leave plain text as it is', () => {
    expect(visiblePieces('A ~ B')).toEqual([{ text: 'A ~ B', byte: undefined }]);
    expect(visibleText('')).toBe('');
  });
});

describe('notes of cards', () => {
  const value = (keyword: string, text: string, warning?: string): CardLine => ({
    keyword,
    value: text,
    comment: '',
    raw: `${keyword.padEnd(8)}= ${text}`.padEnd(80),
    warning,
  });
  const commentary = (keyword: string, text: string): CardLine => ({
    keyword,
    value: text,
    comment: '',
    raw: `${keyword.padEnd(8)}${text}`.padEnd(80),
  });

  test('tell of warnings, of bytes that are no text, and of cards that do not count', () => {
    const cards = [
      value('GAIN', '1'),
      value('gain', '2', 'The keyword gain is not in upper case.'),
      value('OBSERVER', 'Jos\xe9'),
      commentary('COMMENT', 'twice'),
      commentary('COMMENT', 'twice'),
      commentary('NOTES', 'without a value'),
      commentary('NOTES', 'without a value'),
      commentary('', ''),
      commentary('', ''),
      value('DP1', 'EXTVER: 1'),
      value('DP1', 'AXIS.1: 2'),
      { ...value('ESO DET', '5'), raw: 'HIERARCH ESO DET = 5' },
      { ...value('ESO DET', '6'), raw: 'HIERARCH ESO DET = 6' },
    ];
    const notes = notesOf(cards);
    expect([...notes].map(([card, note]) => [cards.indexOf(card), note])).toEqual([
      [
        1,
        'The keyword gain is not in upper case. gain is written more than once, and the first card counts.',
      ],
      [2, 'The card holds bytes that are no ASCII text.'],
      [12, 'ESO DET is written more than once, and the first card counts.'],
    ]);
  });
});
