import { isCancelled, SkybucketError, throwIfAborted } from '../errors';
import { Turns } from '../table/turns';
import type { VoDocument } from './document';
import { finishDocument } from './finish-document';
import { readLater } from './later';
import type { ReadVoTableOptions } from './read-options';
import { EnoughRows, RowBudget } from './row-budget';
import { RowReader } from './row-reader';
import { TreeBuilder } from './tree-builder';
import { BrokenXml, XmlReader } from './xml-reader';
import { xmlText, type TextNotes } from './xml-text';

/**
 * Reads a VOTable document of any version, with the rows of its tables, as its bytes come. What is broken
 * or too much ends it there: what came before is given, and `cut` says why the rest is not.
 *
 * @throws SkybucketError `format` for what is no VOTable at all, `too-large`, `cancelled`, or what the chunks
 *   throw.
 */
export async function readVoTable(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadVoTableOptions = {},
): Promise<VoDocument> {
  const { signal, mostRows, mostBytes, onProgress } = options;
  const budget = new RowBudget(mostRows, mostBytes);
  const reader = new RowReader(budget);
  const tree = new TreeBuilder(reader);
  const xml = new XmlReader(tree, reader);
  const notes: TextNotes = { warnings: [], bytes: 0 };
  const turns = new Turns(signal);
  const { document } = tree;
  throwIfAborted(signal);
  try {
    let first = true;
    for await (const text of xmlText(chunks, options.charset, notes)) {
      throwIfAborted(signal);
      xml.write(first ? text.trimStart() : text);
      first &&= text.trim() === '';
      if (turns.over) {
        onProgress?.({ rows: budget.rows, bytes: notes.bytes });
        await turns.next();
      }
    }
    xml.close();
  } catch (error) {
    document.cut = whyCut(error, tree.begun);
    const under = reader.underWay;
    if (under !== undefined) {
      under.cut ??= document.cut;
    }
  }
  await readLater(reader.later, budget, options);
  onProgress?.({ rows: budget.rows, bytes: notes.bytes });
  const fault = xml.fault === undefined ? [] : [`Its XML is not quite right: ${xml.fault}`];
  return finishDocument(document, [...notes.warnings, ...fault]);
}

/** @throws what does not leave something to be shown. */
function whyCut(error: unknown, begun: boolean): string {
  if (error instanceof EnoughRows) {
    return error.message;
  }
  if (error instanceof BrokenXml) {
    if (!begun) {
      throw new SkybucketError('format', 'This is no VOTable.', {
        hint: `As XML it is broken: ${error.message}`,
      });
    }
    return /unclosed tag|unexpected end/i.test(error.message)
      ? 'The document ends before its end: a part of it is missing.'
      : `From some place on the XML is broken: ${error.message}`;
  }
  if (error instanceof SkybucketError && !isCancelled(error) && begun && isOfContent(error)) {
    return error.message;
  }
  throw error;
}

/** Whether it is about what the document holds, rather than about how it came. */
function isOfContent({ code }: SkybucketError): boolean {
  return code === 'too-large' || code === 'format' || code === 'truncated';
}
