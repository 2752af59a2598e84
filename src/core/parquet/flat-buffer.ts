/**
 * Just enough of FlatBuffers to read the tables of an Arrow schema. Every offset is held against the
 * buffer, and no more tables are made than there are bytes, whatever a vector claims.
 */

const TEXT = new TextDecoder();

/** @throws RangeError for an offset outside the buffer, from here and from the table. */
export function openFlatBuffer(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new FlatTable(view, view.getUint32(0, true), { left: bytes.length });
}

export class FlatTable {
  private readonly layout: number;

  constructor(
    private readonly view: DataView,
    private readonly at: number,
    private readonly budget: { left: number },
  ) {
    this.layout = at - view.getInt32(at, true);
    budget.left -= 1;
    if (budget.left < 0) {
      throw new RangeError('There are more tables than bytes.');
    }
  }

  /** 0 where the table does not have it. */
  byte(field: number): number {
    const place = this.place(field);
    return place === 0 ? 0 : this.view.getUint8(place);
  }

  text(field: number): string {
    const place = this.place(field);
    if (place === 0) {
      return '';
    }
    const start = place + this.view.getUint32(place, true);
    const length = this.view.getUint32(start, true);
    return TEXT.decode(new Uint8Array(this.view.buffer, this.at0(start + 4, length), length));
  }

  table(field: number): FlatTable | undefined {
    const place = this.place(field);
    return place === 0 ? undefined : this.tableAt(place);
  }

  tables(field: number): FlatTable[] {
    const place = this.place(field);
    if (place === 0) {
      return [];
    }
    const start = place + this.view.getUint32(place, true);
    const count = this.view.getUint32(start, true);
    this.at0(start + 4, 4 * count);
    return Array.from({ length: count }, (_, i) => this.tableAt(start + 4 + 4 * i));
  }

  private tableAt(place: number): FlatTable {
    return new FlatTable(this.view, place + this.view.getUint32(place, true), this.budget);
  }

  /** Where a field lies; 0 where there is none. */
  private place(field: number): number {
    const entry = 4 + 2 * field;
    if (entry >= this.view.getUint16(this.layout, true)) {
      return 0;
    }
    const offset = this.view.getUint16(this.layout + entry, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  /** Position in the array buffer of bytes that are there. */
  private at0(start: number, length: number): number {
    if (start + length > this.view.byteLength) {
      throw new RangeError('The buffer ends early.');
    }
    return this.view.byteOffset + start;
  }
}
