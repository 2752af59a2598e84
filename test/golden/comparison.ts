export interface Difference {
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Collects what was compared for one file. */
export class Comparison {
  compared = 0;
  readonly differences: Difference[] = [];

  /** Values that must be the same, `Object.is` for numbers so that NaN equals NaN; -0 equals 0. */
  same(path: string, ours: unknown, theirs: unknown): void {
    const equal = ours === theirs || (Number.isNaN(ours) && Number.isNaN(theirs));
    this.count(path, equal, ours, theirs);
  }

  /** Numbers within `relative` of theirs or of `scale`, the largest value of their kind. */
  near(path: string, ours: number, theirs: number, relative: number, scale = 0): void {
    const tolerance = relative * Math.max(Math.abs(theirs), Math.abs(scale));
    const equal =
      Object.is(ours, theirs) || ours === theirs || Math.abs(ours - theirs) <= tolerance;
    this.count(path, equal, ours, theirs);
  }

  differ(path: string, ours: unknown, theirs: unknown): void {
    this.count(path, false, ours, theirs);
  }

  private count(path: string, equal: boolean, ours: unknown, theirs: unknown): void {
    this.compared += 1;
    if (!equal) {
      this.differences.push({ path, ours: show(ours), theirs: show(theirs) });
    }
  }
}

function show(value: unknown): string {
  if (typeof value === 'bigint') {
    return String(value);
  }
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' || (typeof member === 'number' && !Number.isFinite(member))
      ? String(member)
      : member,
  );
  return text === undefined ? 'undefined' : text.slice(0, 160);
}
