/** Leaves out what comes while an earlier one is on its way: over a slow line they would pile up. */
export function latest<T>(report: (value: T) => Promise<void>): (value: T) => void {
  let underWay = false;
  return (value) => {
    if (!underWay) {
      underWay = true;
      void report(value).finally(() => {
        underWay = false;
      });
    }
  };
}
