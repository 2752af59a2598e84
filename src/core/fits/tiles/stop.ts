/**
 * What of an `AbortSignal` the work on a tile needs. An image may have a million tiles, and a real signal
 * takes a good part of the time that decoding one does.
 */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A signal and what aborts it. */
export class Stop implements StopSignal {
  aborted = false;
  private listeners: (() => void)[] = [];

  abort(): void {
    if (!this.aborted) {
      this.aborted = true;
      this.listeners.splice(0).forEach((listener) => listener());
    }
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (!this.aborted) {
      this.listeners.push(listener);
    }
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }
}
