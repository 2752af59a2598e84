import {
  type Absentee,
  type Contestant,
  median,
  type NamedLink,
  OURS,
  type Outcome,
  type Row,
  type Workload,
} from './contest';
import type { Rig } from './rig';

/** Does a workload with everybody who is here, on each link if it is a remote one. */
export async function measure(
  workload: Workload,
  rig: Rig,
  links: readonly NamedLink[],
): Promise<Row[]> {
  try {
    await workload.prepare?.(rig);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ workload: workload.name, who: OURS, note: `could not be prepared: ${message}` }];
  }
  const contestants = await workload.contestants(rig.endpoint);
  const rows: Row[] = [];
  try {
    for (const link of workload.remote ? (workload.links ?? links) : [undefined]) {
      if (link !== undefined) {
        await rig.setLink(link);
      }
      const some: Measured[] = [];
      for (const contestant of contestants) {
        some.push(await compete(contestant, workload, link, rig));
      }
      rows.push(...some.map((one) => compared(one, some[0])));
    }
  } finally {
    for (const contestant of contestants) {
      await ('close' in contestant ? contestant.close?.() : undefined);
    }
  }
  return rows;
}

interface Measured {
  readonly row: Row;
  readonly answer?: string;
}

async function compete(
  contestant: Contestant | Absentee,
  { name, runs }: Workload,
  link: NamedLink | undefined,
  rig: Rig,
): Promise<Measured> {
  const row = { workload: name, who: contestant.name, ...(link && { link: link.name }) };
  if ('absent' in contestant) {
    return { row: { ...row, note: contestant.absent } };
  }
  try {
    await contestant.run();
    const outcomes: Outcome[] = [];
    for (let run = 0; run < runs; run++) {
      outcomes.push(link ? await counted(contestant, rig) : await contestant.run());
    }
    return { row: { ...row, ...medians(outcomes) }, ...pick(outcomes[0]) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { row: { ...row, note: `failed: ${message}` } };
  }
}

/** Requests and bytes as the proxy sees them, which is the same for everybody. */
async function counted(contestant: Contestant, rig: Rig): Promise<Outcome> {
  const before = await rig.figures();
  const outcome = await contestant.run();
  const after = await rig.figures();
  const requests = after.requests - before.requests;
  return { ...outcome, requests, bytes: after.bytes - before.bytes };
}

function medians(outcomes: readonly Outcome[]): Partial<Row> {
  const fields = ['milliseconds', 'cpuMilliseconds', 'requests', 'bytes', 'rounds'] as const;
  return Object.fromEntries(
    fields.flatMap((field) => {
      const values = outcomes.flatMap((outcome) => outcome[field] ?? []);
      return values.length === 0 ? [] : [[field, median(values)]];
    }),
  );
}

function pick(outcome: Outcome | undefined): { answer?: string } {
  return outcome?.answer === undefined ? {} : { answer: outcome.answer };
}

/** Says so where somebody read something else than we did. */
function compared({ row, answer }: Measured, ours: Measured | undefined): Row {
  return answer === undefined || ours?.answer === undefined || answer === ours.answer
    ? row
    : { ...row, note: `DIFFERS: ${answer}; ours: ${ours.answer}` };
}
