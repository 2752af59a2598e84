/** A page with the header panel alone, and a host that holds a compressed image. */
import type { CardLine, HduLine, HeaderReply } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import { HeaderPanel } from '../../../webview/header/panel';
import { HeaderLoader } from '../../../webview/image/headers';
import type { Host } from '../../../webview/image/host';
import '../../../webview/image/image.css';
import '../../../webview/inspector/inspector.css';
import { registerControls } from '../../../webview/ui/controls';

/** What the runner finds in the page. */
export interface HeaderWindow {
  choose: (index: number) => void;
  /** The questions of the page, in words. */
  asked: string[];
  copied: string[];
  cancelled: number;
  /** Lets what is slow go on. */
  released: boolean;
}

const page = window as unknown as HeaderWindow;
const query = new URLSearchParams(location.search);

const value = (keyword: string, text: string, comment = '', warning?: string): CardLine => ({
  keyword,
  value: text,
  comment,
  raw: `${keyword.padEnd(8)}= ${text.padStart(20)} / ${comment}`.padEnd(80),
  warning,
});
const note = (keyword: string, text: string): CardLine => ({
  keyword,
  value: text,
  comment: '',
  raw: `${keyword.padEnd(8)}${text}`.padEnd(80),
});

const RESTORED: readonly CardLine[] = [
  value('XTENSION', 'IMAGE', 'image extension'),
  value('BITPIX', '-32', 'array data type'),
  value('NAXIS', '2', 'number of array dimensions'),
  value('NAXIS1', '4096'),
  value('NAXIS2', '4096'),
  value('OBSERVER', 'Jos\xe9 \x07Mu\xf1oz', 'who observed\tit'),
  value('GAIN', '1.5', 'electrons per count'),
  value('exptime', '30.0', 'seconds', 'The keyword exptime is not in upper case.'),
  value('GAIN', '1.7', 'electrons per count, measured later'),
  note('COMMENT', 'Flat fields of the same night.'),
  note('COMMENT', 'Flat fields of the same night.'),
  ...(query.has('huge')
    ? Array.from({ length: 40_000 }, (_, i) => note('HISTORY', `step ${i}`))
    : []),
];
const STORED: readonly CardLine[] = [
  value('XTENSION', 'BINTABLE', 'binary table extension'),
  value('ZIMAGE', 'T', 'extension contains compressed image'),
  value('ZCMPTYPE', 'RICE_1', 'compression algorithm'),
  value('CHECKSUM', 'ABCDEFGHIJKLMNOP'),
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function answer(
  method: string,
  { hdu, stored }: { hdu: number; stored?: boolean },
  options: { signal?: AbortSignal; onProgress?: (progress: unknown) => void },
): Promise<unknown> {
  page.asked.push(`${method} ${hdu}${stored === true ? ' stored' : ''}`);
  options.signal?.addEventListener('abort', () => page.cancelled++);
  await pause(5);
  if (method === 'header') {
    const reply: HeaderReply = {
      cards: stored === true ? STORED : hdu === 1 ? RESTORED : RESTORED.slice(0, 3),
      warnings: hdu === 1 ? ['The header was not padded with blanks.'] : [],
      restored: hdu === 1,
      bytesToCheck: hdu === 1 ? 8_400_000 : 0,
    };
    return reply;
  }
  while (query.has('slow') && !page.released) {
    options.onProgress?.({ done: 0.42 });
    await pause(20);
    if (options.signal?.aborted === true) {
      throw new RemoteError({ code: 'cancelled', message: '', hint: undefined, retryable: false });
    }
  }
  return query.has('wrong')
    ? {
        datasum: 'wrong',
        checksum: 'correct',
        text: 'DATASUM is wrong: it says 1234567890, and the data give 987654321.',
      }
    : { datasum: 'correct', checksum: 'correct', text: 'CHECKSUM and DATASUM are right.' };
}

registerControls();
Object.assign(page, { asked: [], copied: [], cancelled: 0, released: false });
const host = {
  request: (method: string, params: never, options = {}) => answer(method, params, options),
  on: () => () => undefined,
} as unknown as Host;
const panel = new HeaderPanel({ onCopy: (text) => page.copied.push(text) });
const loader = new HeaderLoader(host, panel);
const line = (index: number): HduLine => ({
  ...{ index, name: index === 1 ? 'SCI' : 'PLAIN', version: 1, type: 'CompImageHDU', cards: 9 },
  ...{ dimensions: '(4096, 4096)', format: 'float32', picture: 'yes', table: false, line: false },
});
page.choose = (index) => loader.choose(line(index), true);
page.choose(1);
const box = document.createElement('aside');
box.className = 'panel panel-inspector inspector';
box.style.width = `${query.get('width') ?? '380'}px`;
box.style.height = '100%';
box.append(panel.element);
document.body.append(box);
