import { AsdfContent } from './asdf-content';
import type { Content } from './content';
import { FitsContent } from './fits-content';
import type { OpenAny } from './fits-file';
import type { OtherFiles } from './other-files';
import type { WorkerTools } from './tools';

/** The content of a file by its format. */
export function openContent(opened: OpenAny, tools: WorkerTools, others: OtherFiles): Content {
  return opened.asdf === undefined
    ? new FitsContent(opened, tools)
    : new AsdfContent(opened.asdf, { tools, others });
}
