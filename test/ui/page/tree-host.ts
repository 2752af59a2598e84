import { countOf } from '../../../src/protocol/figures';
import type { HduLine, HostMethods } from '../../../src/protocol/methods';
import { RemoteError } from '../../../src/protocol/rpc';
import type { TreeKind, TreeMethods, TreeNode, TreeReply } from '../../../src/protocol/tree';
import { MOST_TREE_NODES, MOST_VALUE_TEXT } from '../../../src/protocol/tree';
import type { Host } from '../../../webview/image/host';

/** A host with a tree like that of a Roman file, and sequences as long as one likes. */

/** Part of a tree as it is written down here. */
interface Part {
  readonly kind: TreeKind;
  readonly text?: string;
  readonly tag?: string;
  readonly unit?: string;
  readonly count?: number;
  readonly child?: (place: number) => readonly [key: string, part: Part];
  readonly line?: HduLine;
  readonly loop?: string;
}

export interface Asked {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** What the host has seen, and how it behaves. */
export interface TreeStand {
  readonly asked: Asked[];
  inFlight: number;
  cancelled: number;
  /** Whether answers to these are kept back: `treeSearch`, or `''` for none. */
  held: string;
  /** How many answers to a method are still to fail. */
  readonly failing: Record<string, number>;
}

const text = (value: string, tag?: string): Part => ({
  kind: 'text',
  text: value,
  ...(tag === undefined ? {} : { tag }),
});
const number = (value: string): Part => ({ kind: 'number', text: value });
const map = (entries: Readonly<Record<string, Part>>, tag?: string): Part => {
  const all = Object.entries(entries);
  return {
    kind: 'mapping',
    text: countOf(all.length, 'key'),
    count: all.length,
    child: (place) => all[place] as [string, Part],
    ...(tag === undefined ? {} : { tag }),
  };
};
const list = (count: number, part: (place: number) => Part): Part => ({
  kind: 'sequence',
  text: countOf(count, 'item'),
  count,
  child: (place) => [`[${place}]`, part(place)],
});
const array = (index: number, name: string, shape: string, format: string, storage = ''): Part => ({
  ...map({ source: number(String(index)), datatype: text(format), byteorder: text('little') }),
  kind: 'array',
  text: `${shape} ${format}`,
  tag: 'tag:stsci.edu:asdf/core/ndarray-1.1.0',
  line: {
    ...{ index, name: `roman/${name}`, version: 1, type: 'ndarray', cards: 0 },
    ...{ dimensions: shape, format, picture: 'yes', table: false, line: false },
    ...{ storage, bytes: 66_846_976 },
  },
});

const EXPOSURE = map({
  type: text('WFI_IMAGE'),
  start_time: {
    kind: 'time',
    text: '2026-10-31T12:00:00.000',
    tag: 'tag:stsci.edu:asdf/time/time-1.4.0',
  },
  exposure_time: { kind: 'number', text: '139.8', unit: 's' },
  ma_table_id: number('18446744073709551617'),
  truncated: { kind: 'logical', text: 'false' },
  engineering_quality: { kind: 'null', text: 'null' },
});

const META = map({
  calibration_software_name: text('RomanCAL'),
  filename: text('r0000101001001001001_0001_wfi01_f158_cal.asdf'),
  exposure: EXPOSURE,
  instrument: map({ detector: text('WFI01'), optical_element: text('F158') }),
  same: { kind: 'mapping', text: '9 keys', loop: 'roman' },
  'odd\u202ename': text('<b>not markup</b> \u0007 bell\tand a tab'),
  long_text: text(`${'All work and no play. '.repeat(40)}the end`),
  empty: text(''),
  'Ångström µ 星': text('日本語 is text like any other'),
});

const ROMAN = map(
  {
    meta: META,
    data: array(1, 'data', '(4088, 4088)', 'float32', 'lz4'),
    dq: array(2, 'dq', '(4088, 4088)', 'uint32', 'lz4'),
    err: array(3, 'err', '(4088, 4088)', 'float16'),
  },
  'asdf://stsci.edu/datamodels/roman/tags/wfi_image-1.4.0',
);

const TREE = map(
  {
    asdf_library: map(
      { author: text('The ASDF Developers'), name: text('asdf'), version: text('4.1.0') },
      'tag:stsci.edu:asdf/core/software-1.0.0',
    ),
    history: map({ extensions: list(3, (i) => text(`extension ${i}`)) }),
    roman: ROMAN,
  },
  'tag:stsci.edu:asdf/core/asdf-1.1.0',
);

/** A tree with a million numbers in one sequence, and ten thousand mappings of ten keys. */
const HUGE = map({
  before: text('the first'),
  million: list(1_000_000, (i) => number(String(i * i))),
  mappings: list(10_000, (i) =>
    map(Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`k${k}`, number(String(i + k))]))),
  ),
  after: text('the last'),
});

const deep = (levels: number): Part =>
  levels === 0 ? text('the bottom') : map({ [`level_${levels}`]: deep(levels - 1) });

const TREES: Readonly<Record<string, Part>> = {
  '': TREE,
  huge: HUGE,
  empty: map({}),
  deep: map({ down: deep(60), name: text('x') }),
};

const ABOUT: TreeReply['about'] = [
  { label: 'ASDF standard', text: '1.6.0' },
  { label: 'Written by', text: 'asdf 4.1.0 (The ASDF Developers)' },
  { label: 'Extension', text: 'asdf://asdf-format.org/core/extensions/core-1.6.0 (asdf 4.1.0)' },
  { label: 'History', text: '2026-11-02 10:11:12: flat field divided (romancal 0.19.0)' },
];

interface Place {
  readonly part: Part;
  readonly at: readonly number[];
  readonly keys: readonly string[];
}

const below = ({ part, at, keys }: Place, place: number): Place => {
  const [key, child] = part.child?.(place) ?? ['', text('')];
  return { part: child, at: [...at, place], keys: [...keys, key] };
};

function nodeOf({ part, at, keys }: Place): TreeNode {
  const whole = part.text ?? '';
  const python = keys.map((key) => (key.startsWith('[') ? key : `['${key}']`)).join('');
  return {
    at,
    key: keys.at(-1) ?? 'tree',
    path: keys.join('/'),
    python: keys.length === 0 ? 'af.tree' : `af${python}`,
    kind: part.kind,
    tag: part.tag,
    value: whole.slice(0, MOST_VALUE_TEXT),
    cut: whole.length > MOST_VALUE_TEXT,
    unit: part.unit,
    children: part.count ?? 0,
    line: part.line,
    loop: part.loop,
  };
}

function* allBelow(place: Place): IterableIterator<Place> {
  yield place;
  for (let i = 0; i < Math.min(place.part.count ?? 0, 1000); i++) {
    yield* allBelow(below(place, i));
  }
}

type Answers = {
  readonly [M in keyof TreeMethods]: (params: TreeMethods[M][0]) => TreeMethods[M][1];
};

export function makeTreeHost(scenario: string): { host: Host; stand: TreeStand } {
  const root: Place = { part: TREES[scenario] ?? TREE, at: [], keys: [] };
  const placeOf = (at: readonly number[]): Place => at.reduce(below, root);
  const stand: TreeStand = { asked: [], inFlight: 0, cancelled: 0, held: '', failing: {} };
  const answers: Answers = {
    tree: () => ({
      root: nodeOf(root),
      about: ABOUT,
      warnings: scenario === 'warnings' ? ['The block index is wrong and was made anew.'] : [],
    }),
    treeChildren: ({ at, from, to }) => ({
      nodes: Array.from({ length: to - from }, (_, i) => nodeOf(below(placeOf(at), from + i))),
    }),
    treeSearch: ({ text: query }) => {
      const words = query.toLowerCase();
      const found: TreeNode[] = [];
      for (const place of allBelow(root)) {
        const node = nodeOf(place);
        if (`${node.path}\n${place.part.text ?? ''}`.toLowerCase().includes(words)) {
          found.push(node);
        }
        if (found.length > MOST_TREE_NODES) {
          break;
        }
      }
      return { nodes: found.slice(0, MOST_TREE_NODES), more: found.length > MOST_TREE_NODES };
    },
    treeText: ({ at }) => {
      const { part } = placeOf(at);
      return {
        text: part.child ? `yaml of ${at.join('.')}:\n  a: 1\n` : (part.text ?? ''),
        cut: false,
      };
    },
  };
  const request = async (
    method: keyof HostMethods,
    params: Record<string, unknown>,
    { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<unknown> => {
    stand.asked.push({ method, params: structuredClone(params) });
    stand.inFlight++;
    try {
      do {
        await new Promise((resolve) => setTimeout(resolve, 4));
        if (signal.aborted) {
          stand.cancelled++;
          throw failure('cancelled', 'Cancelled.');
        }
      } while (stand.held === method);
      const failing = stand.failing[method] ?? 0;
      if (failing > 0) {
        stand.failing[method] = failing - 1;
        throw failure('network', 'The server stopped answering after 3 tries.');
      }
      const answer = answers[method as keyof TreeMethods] as (given: unknown) => unknown;
      return structuredClone(answer(params));
    } finally {
      stand.inFlight--;
    }
  };
  return { host: { request, on: () => () => undefined } as unknown as Host, stand };
}

function failure(code: string, message: string): RemoteError {
  return new RemoteError({ code, message, hint: 'Check the connection.', retryable: true });
}
