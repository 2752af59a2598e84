/** A place where part of a span is awaited; told when nobody waits for it any more. */
export interface Awaited {
  leave(): void;
}

/** One span somebody asked for, until its bytes are in. They may come in several pieces. */
export class PendingSpan {
  readonly promise: Promise<Uint8Array>;
  private resolve!: (bytes: Uint8Array) => void;
  private reject!: (error: unknown) => void;
  private assembled: Uint8Array | undefined;
  private missing: number;
  private settled = false;
  private readonly awaited: Awaited[] = [];

  constructor(
    readonly offset: number,
    readonly length: number,
  ) {
    this.missing = length;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Callers await spans one after the other; a failure of a later one is not unhandled.
    this.promise.catch(() => undefined);
    if (length === 0) {
      this.succeed(new Uint8Array(0));
    }
  }

  get isSettled(): boolean {
    return this.settled;
  }

  get end(): number {
    return this.offset + this.length;
  }

  awaits(place: Awaited): void {
    this.awaited.push(place);
  }

  /** A piece of the span came in; pieces are disjoint. One that is all of it is passed on uncopied. */
  take(offset: number, bytes: Uint8Array): void {
    if (this.settled) {
      return;
    }
    if (bytes.length === this.length) {
      this.succeed(bytes);
      return;
    }
    this.assembled ??= new Uint8Array(this.length);
    this.assembled.set(bytes, offset - this.offset);
    this.missing -= bytes.length;
    if (this.missing === 0) {
      this.succeed(this.assembled);
    }
  }

  fail(error: unknown): void {
    if (!this.settled) {
      this.settled = true;
      this.reject(error);
      for (const place of this.awaited.splice(0)) {
        place.leave();
      }
    }
  }

  private succeed(bytes: Uint8Array): void {
    this.settled = true;
    this.awaited.length = 0;
    this.resolve(bytes);
  }
}
