import { tmpdir } from 'node:os';
import { overview } from '../../../src/core/image/overview';
import type { Plane } from '../../../src/core/image/plane';
import type { Content } from '../../../src/worker/content';
import { nodeTools } from '../../../src/worker/node-tools';
import { openContent } from '../../../src/worker/open-content';
import { OpenedFile } from '../../../src/worker/opened-file';
import { NO_OTHER_FILES } from '../../../src/worker/other-files';
import { ROMAN_KEY } from '../../unit/cost/support/objects';
import type { OpenedFits } from '../../unit/cost/support/open';
import type { Workload } from '../contest';
import { ours } from '../ours';
import { type AsdfWork, remoteAsdf } from '../peers/python';

/** `[2001:2257, 1917:2173]` as numpy writes it; peers/asdf_peer.py has the same numbers. */
const BOX = { x0: 1917, y0: 2001, x1: 2173, y1: 2257 };

/** A Roman image of level 2 in chunks of LZ4, opened anew for each; asdf in Python has no first picture but the whole. */
export const asdf: readonly Workload[] = [
  workload('asdf-tree', 'tree and list of arrays', async (content) => {
    const { lines } = content.parts();
    const arrays = lines
      .filter(({ name }) => /^roman\/[^/]+$/.test(name))
      .map(({ format, dimensions }) => `${format} ${dimensions}`);
    return `${arrays.length} arrays: ${arrays.slice(0, 3).join(', ')}`;
  }),
  workload('asdf-section', '256² in the middle of the science array', async (content) => {
    const { values } = await (await science(content)).section(BOX);
    const finite = values.filter((value) => Number.isFinite(value));
    let sum = 0;
    finite.forEach((value) => (sum += value));
    return `${finite.length} values, sum ${sum.toFixed(3)}`;
  }),
  workload('asdf-picture', 'first picture of the science array, 1000 × 800', async (content) => {
    // The whole of the first pass, not the first few rows of it.
    const steps = overview(await science(content), PICTURE, { now: () => 0 });
    await steps.next();
    await steps.return(undefined);
    return undefined;
  }),
];

const PICTURE = { width: 1000, height: 800 };

function workload(
  name: AsdfWork,
  what: string,
  work: (content: Content) => Promise<string | undefined>,
): Workload {
  return {
    name,
    title: `Roman image of 343 MB, 7 × 4088² in LZ4: ${what}`,
    runs: 3,
    remote: true,
    contestants: async (endpoint) => [
      ours(endpoint, ROMAN_KEY, async (fits) => work(await opened(fits))),
      ...(await remoteAsdf(name, endpoint, ROMAN_KEY)),
    ],
  };
}

/** With its list, as the viewer opens it. */
async function opened({ reader }: OpenedFits): Promise<Content> {
  const tools = nodeTools(tmpdir());
  const file = await new OpenedFile(reader, tools.unpack).open({});
  const content = openContent(file, tools, NO_OTHER_FILES);
  for await (const found of content.find({})) {
    void found;
  }
  return content;
}

async function science(content: Content): Promise<Plane> {
  return (await content.image(content.parts().first ?? 0, {})).plane([]);
}
