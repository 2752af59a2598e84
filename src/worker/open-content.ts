import { AsdfContent } from './asdf-content';
import type { Content } from './content';
import { FitsContent } from './fits-content';
import type { OpenAny } from './fits-file';
import type { OtherFiles } from './other-files';
import { ParquetContent } from './parquet-content';
import type { WorkerTools } from './tools';
import { VoTableContent } from './votable-content';

/** The content of a file by its format. */
export function openContent(opened: OpenAny, tools: WorkerTools, others: OtherFiles): Content {
  if (opened.isVoTable) {
    return new VoTableContent(opened.reader, tools, others);
  }
  if (opened.parquet !== undefined) {
    return new ParquetContent(opened.parquet);
  }
  return opened.asdf === undefined
    ? new FitsContent(opened, tools)
    : new AsdfContent(opened.asdf, { tools, others });
}
