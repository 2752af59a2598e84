import { ColumnBuilder } from './column-builder';
import { isWide } from './element-type';
import { realOf } from './read-csv-types';
import type { TextCells } from './read-csv-table';
import type { EcsvField } from './read-ecsv-header';
import type { Column, ElementType } from './table';

const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^[+-]?(?:nan|inf(?:inity)?)$/i;
const INTEGER = /^[+-]?\d{1,20}$/;
const COMPLEX =
  /^\(?([+-]?(?:[\d.]+(?:e[+-]?\d+)?|nan|inf)(?![\d.]*j))?(?:([+-]?(?:[\d.]+(?:e[+-]?\d+)?|nan|inf))j)?\)?$/i;

const RANGES: Partial<Record<ElementType, readonly [bigint, bigint]>> = {
  int8: [-(2n ** 7n), 2n ** 7n - 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 2n ** 8n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** The cells of a column of ECSV. An empty field is missing; what is not of the type is missing, with a warning. */
export class EcsvCells implements TextCells {
  readonly column: Column;
  readonly builder: ColumnBuilder;
  private bad = 0;
  private firstBad = 0;

  constructor(
    index: number,
    private readonly field: EcsvField,
  ) {
    const { name, type, unit, description, format, shape } = field;
    const variable = shape === 'variable';
    this.builder = new ColumnBuilder(type, variable ? undefined : count(shape));
    this.column = {
      ...{ index, name, type, unit, description, format, variable },
      ...{ shape: variable ? [] : shape, display: undefined },
      ...{ nullRule: 'an empty field', problem: undefined },
    };
  }

  get warnings(): string[] {
    const { name, warning } = this.field;
    const more = this.bad === 1 ? '' : `, and ${(this.bad - 1).toLocaleString('en-US')} more`;
    return [
      ...(warning === undefined ? [] : [warning]),
      ...(this.bad === 0
        ? []
        : [
            `“${name}”: the value in row ${this.firstBad + 1}${more} is not of its datatype, and is shown as missing.`,
          ]),
    ];
  }

  add(text: string): void {
    const { builder } = this;
    const { shape, type } = this.field;
    if (text === '') {
      builder.addAbsent();
      return;
    }
    if (shape !== 'variable' && shape.length === 0) {
      const add = elementOf(type, text);
      if (add === undefined) {
        this.fault();
        builder.addMissing();
      } else {
        add(builder);
      }
      builder.endCell();
      return;
    }
    const elements = type === 'text' ? textElements(text) : numberElements(text);
    const adds = elements?.map((element) =>
      element === null ? addMissing : elementOf(type, element),
    );
    const fits = shape === 'variable' || adds?.length === count(shape);
    if (adds === undefined || !fits || adds.includes(undefined)) {
      this.fault();
      builder.addAbsent();
      return;
    }
    adds.forEach((add) => add?.(builder));
    builder.endCell();
  }

  private fault(): void {
    if (this.bad === 0) {
      this.firstBad = this.builder.rows;
    }
    this.bad += 1;
  }
}

function addMissing(builder: ColumnBuilder): void {
  builder.addMissing();
}

/** What adds an element to its column; undefined where the text is none of the type. */
function elementOf(
  type: ElementType,
  text: string,
): ((builder: ColumnBuilder) => void) | undefined {
  if (type === 'text') {
    const trimmed = text.trimEnd();
    return (builder) => builder.addText(trimmed);
  }
  if (type === 'logical' || type === 'bit') {
    const value = /^(?:true|1)$/i.test(text) ? 1 : /^(?:false|0)$/i.test(text) ? 0 : undefined;
    return value === undefined ? undefined : (builder) => builder.addNumber(value);
  }
  if (type === 'float32' || type === 'float64') {
    const value = REAL.test(text) ? realOf(text) : undefined;
    return value === undefined ? undefined : (builder) => builder.addNumber(value);
  }
  if (type === 'complex64' || type === 'complex128') {
    const parts = COMPLEX.exec(text);
    const [, real, imaginary] = parts ?? [];
    return real === undefined && imaginary === undefined
      ? undefined
      : (builder) => builder.addComplex(realOf(real ?? '0'), realOf(imaginary ?? '0'));
  }
  return integerOf(type, text);
}

function integerOf(
  type: ElementType,
  text: string,
): ((builder: ColumnBuilder) => void) | undefined {
  if (!INTEGER.test(text)) {
    return undefined;
  }
  const number = Number(text);
  const value = BigInt(Number.isSafeInteger(number) ? number : text.replace(/^\+/, ''));
  const [least, most] = RANGES[type] ?? [0n, 0n];
  if (value < least || value > most) {
    return undefined;
  }
  return isWide(type)
    ? (builder) => builder.addBig(value)
    : (builder) => builder.addNumber(Number(value));
}

/** Elements of nested lists of numbers one after the other, exactly as they are written; null where one is missing. */
function numberElements(text: string): (string | null)[] | undefined {
  const inside = text.replace(/[[\]\s]/g, (character) => (/\s/.test(character) ? ' ' : ''));
  if (!text.startsWith('[') || !text.endsWith(']')) {
    return undefined;
  }
  if (inside.trim() === '') {
    return [];
  }
  return inside.split(',').map((element) => (element.trim() === 'null' ? null : element.trim()));
}

function textElements(text: string): (string | null)[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const all: unknown[] = Array.isArray(value) ? value.flat(Infinity) : [];
    const texts = all.map((each) => (each === null || typeof each === 'string' ? each : undefined));
    return Array.isArray(value) && !texts.includes(undefined)
      ? (texts as (string | null)[])
      : undefined;
  } catch {
    return undefined;
  }
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
