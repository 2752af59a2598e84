/**
 * Reads a Java properties text, in which HATS says what a catalogue is. Keys that occur twice have the last value.
 */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const match = /^((?:\\.|[^\\\s:=])*)\s*[:=]?\s*(.*)$/s.exec(line);
    if (match) {
      properties.set(unescaped(match[1] ?? ''), unescaped(match[2] ?? ''));
    }
  }
  return properties;
}

/** Lists are written with blanks, commas, semicolons or line ends between. */
export function listOf(value: string | undefined): string[] {
  return (value ?? '').split(/[\s,;]+/).filter(Boolean);
}

/** A backslash at the end of a line goes on in the next one. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open = '';
  let isOpen = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const start = line.trimStart();
    if (!isOpen && (start === '' || start.startsWith('#') || start.startsWith('!'))) {
      continue;
    }
    const slashes = /\\*$/.exec(start)?.[0].length ?? 0;
    isOpen = slashes % 2 === 1;
    open += isOpen ? start.slice(0, -1) : start;
    if (!isOpen) {
      lines.push(open);
      open = '';
    }
  }
  return open === '' ? lines : [...lines, open];
}

function unescaped(text: string): string {
  return text
    .trimEnd()
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code?: string, plain?: string) => {
      if (code !== undefined) {
        return String.fromCharCode(parseInt(code, 16));
      }
      return { n: '\n', t: '\t', r: '\r', f: '\f' }[plain ?? ''] ?? plain ?? '';
    });
}
