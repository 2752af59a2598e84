/**
 * Just enough of FlatBuffers to write the tables of an Arrow schema. Whatever a table refers to comes behind it, as
 * the format wants, and everything begins at a multiple of four.
 */

const TEXT = new TextEncoder();

/** A field of a table: a number in so many bytes, or something that lies elsewhere. Undefined is left out. */
export type FlatField =
  { readonly bytes: 1 | 2 | 4; readonly value: number } | { readonly to: FlatPart } | undefined;

export type FlatPart =
  | { readonly text: string }
  | { readonly fields: readonly FlatField[] }
  | { readonly parts: readonly FlatPart[] };

/** A buffer whose root is a table. Its length is a multiple of eight. */
export function writeFlatBuffer(fields: readonly FlatField[]): Uint8Array {
  const writer = new FlatWriter();
  writer.refer(writer.room(4), { fields });
  return writer.finish();
}

class FlatWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private at = 0;

  /** Zeros, from a multiple of four on; where they begin. */
  room(length: number): number {
    const start = (this.at + 3) & ~3;
    this.at = start + length;
    if (this.at + 8 > this.bytes.length) {
      const more = new Uint8Array(2 * this.at + 8);
      more.set(this.bytes);
      this.bytes = more;
      this.view = new DataView(more.buffer);
    }
    return start;
  }

  /** Writes a part and, at `place`, how far it is from there. */
  refer(place: number, part: FlatPart): void {
    const start = this.write(part);
    this.view.setUint32(place, start - place, true);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, (this.at + 7) & ~7);
  }

  private write(part: FlatPart): number {
    if ('text' in part) {
      const text = TEXT.encode(part.text);
      // With a zero behind it, which does not count.
      const start = this.room(4 + text.length + 1);
      this.view.setUint32(start, text.length, true);
      this.bytes.set(text, start + 4);
      return start;
    }
    if ('parts' in part) {
      const start = this.room(4 + 4 * part.parts.length);
      this.view.setUint32(start, part.parts.length, true);
      part.parts.forEach((each, i) => this.refer(start + 4 + 4 * i, each));
      return start;
    }
    return this.table(part.fields);
  }

  /** Every field takes four bytes, so that all of them are aligned. */
  private table(fields: readonly FlatField[]): number {
    const there = fields.flatMap((field, i) => (field === undefined ? [] : [{ field, i }]));
    const layout = this.room(4 + 2 * fields.length);
    const start = this.room(4 + 4 * there.length);
    this.view.setUint16(layout, 4 + 2 * fields.length, true);
    this.view.setUint16(layout + 2, 4 + 4 * there.length, true);
    this.view.setInt32(start, start - layout, true);
    there.forEach(({ field, i }, n) => {
      const place = start + 4 + 4 * n;
      this.view.setUint16(layout + 4 + 2 * i, place - start, true);
      if ('to' in field) {
        this.refer(place, field.to);
      } else {
        this.number(place, field.bytes, field.value);
      }
    });
    return start;
  }

  private number(place: number, bytes: 1 | 2 | 4, value: number): void {
    if (bytes === 1) {
      this.view.setUint8(place, value);
    } else if (bytes === 2) {
      this.view.setInt16(place, value, true);
    } else {
      this.view.setInt32(place, value, true);
    }
  }
}
