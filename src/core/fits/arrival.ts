/** The results of the promises in the order they arrive, each with its position. Ends at the first failure. */
export async function* inArrivalOrder<T>(
  promises: readonly Promise<T>[],
): AsyncGenerator<{ readonly index: number; readonly value: T }, void, void> {
  const arrived: ({ readonly index: number; readonly value: T } | undefined)[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;
  promises.forEach((promise, index) => {
    promise.then(
      (value) => {
        arrived.push({ index, value });
        wake();
      },
      (error: unknown) => {
        failure ??= { error };
        wake();
      },
    );
  });
  for (let given = 0; given < promises.length; given += 1) {
    while (arrived.length <= given && failure === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const next = arrived[given];
    if (next === undefined) {
      throw failure?.error;
    }
    // Large pieces are not kept once they have been handed out.
    arrived[given] = undefined;
    yield next;
  }
}
