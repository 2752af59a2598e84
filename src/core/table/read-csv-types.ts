/** What the texts of a column are, as astropy takes them: integers, else numbers, else text. */

export type TextKind = 'int64' | 'float64' | 'text';

const INTEGER = /^[+-]?\d+$/;
const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const SPECIAL = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

/** Integers of fewer characters fit into 64 bits. */
const SHORT = 18;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** Digits and dots are what numbers begin with; looking at one character spares most texts the rest. */
const FIRST = /^[\d.+\-ni]/i;

/** Of a text that is not empty. Integers beyond 64 bits are text, which is exact. */
export function numberKind(text: string): TextKind {
  if (!FIRST.test(text)) {
    return 'text';
  }
  if (INTEGER.test(text)) {
    return text.length <= SHORT || fits(text) ? 'int64' : 'text';
  }
  return REAL.test(text) || SPECIAL.test(text) ? 'float64' : 'text';
}

/** Of what {@link numberKind} says is a number. */
export function realOf(text: string): number {
  const value = Number(text);
  if (value === value) {
    return value;
  }
  const special = SPECIAL.exec(text);
  if (special === null || special[2] !== undefined) {
    return NaN;
  }
  return special[1] === '-' ? -Infinity : Infinity;
}

/** The kinds of columns from the texts that come by. */
export class KindsOfColumns {
  readonly kinds: TextKind[];
  private readonly open: number[];

  constructor(count: number) {
    this.kinds = new Array<TextKind>(count).fill('int64');
    this.open = this.kinds.map((_, i) => i);
  }

  /** True where no further text can change anything. */
  get settled(): boolean {
    return this.open.length === 0;
  }

  see(fields: readonly string[]): void {
    let closed = false;
    for (const i of this.open) {
      const field = fields[i];
      if (field !== undefined && field !== '') {
        const kind = numberKind(field);
        if (kind === 'text') {
          this.kinds[i] = 'text';
          closed = true;
        } else if (kind === 'float64') {
          this.kinds[i] = 'float64';
        }
      }
    }
    if (closed) {
      const left = this.open.filter((i) => this.kinds[i] !== 'text');
      this.open.splice(0, this.open.length, ...left);
    }
  }
}

function fits(text: string): boolean {
  if (text.length > 40) {
    return false;
  }
  const value = BigInt(text.replace(/^\+/, ''));
  return LEAST <= value && value <= MOST;
}
