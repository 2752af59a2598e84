/** A function that calls `action` soon after it is called, and at most once per `milliseconds`. */
export interface Throttled {
  (): void;
  /** Drops a call that is still to come. */
  cancel(): void;
}

export function throttle(action: () => void, milliseconds: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, milliseconds);
  };
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return Object.assign(call, { cancel });
}
