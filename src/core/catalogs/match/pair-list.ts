/** Pairs of rows, as many as come. */
export class PairList {
  length = 0;
  private left = new Uint32Array(1024);
  private right = new Uint32Array(1024);

  add(left: number, right: number): void {
    if (this.length === this.left.length) {
      this.left = grown(this.left);
      this.right = grown(this.right);
    }
    this.left[this.length] = left;
    this.right[this.length] = right;
    this.length++;
  }

  values(): { left: Uint32Array; right: Uint32Array } {
    const { left, right, length } = this;
    return { left: left.slice(0, length), right: right.slice(0, length) };
  }
}

function grown(rows: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * rows.length);
  more.set(rows);
  return more;
}
