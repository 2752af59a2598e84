import * as vscode from 'vscode';
import { escapeMarkdown, visibleName } from '../views/display';
import { ADQL_LANGUAGE } from './ids';
import type { KeptJob } from './job-list';
import { jobDescription, jobLabel, type JobState, stateOf } from './job-words';
import type { Jobs } from './jobs';

const ICONS: Readonly<Record<JobState, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('loading~spin'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  gone: new vscode.ThemeIcon('circle-slash'),
};

/** The jobs, the newest first. */
export class JobsTree implements vscode.TreeDataProvider<KeptJob>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly jobs: () => Jobs) {}

  update(): void {
    this.changed.fire(undefined);
  }

  getChildren(job?: KeptJob): KeptJob[] {
    return job === undefined ? [...this.jobs().list()] : [];
  }

  getTreeItem(job: KeptJob): vscode.TreeItem {
    const state = stateOf(job);
    const item = new vscode.TreeItem(visibleName(jobLabel(job)));
    item.id = job.id;
    item.description = jobDescription(job, new Date());
    const isSilent = state === 'running' && !this.jobs().isFollowed(job.id);
    item.iconPath = isSilent ? new vscode.ThemeIcon('question') : ICONS[state];
    item.contextValue = `job ${state}`;
    item.tooltip = tooltip(job);
    if (state === 'done') {
      item.command = {
        command: 'skybucket.adql.openJob',
        title: vscode.l10n.t('Open Result'),
        arguments: [job],
      };
    }
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function tooltip(job: KeptJob): vscode.MarkdownString {
  const { record, started, ended, destruction, problem, result } = job;
  const { l10n } = vscode;
  const lines = [
    `**${escapeMarkdown(record.who)}** ${escapeMarkdown(record.address)}`,
    ...line(l10n.t('Made'), record.made),
    ...line(l10n.t('Started'), started),
    ...line(l10n.t('Ended'), ended),
    ...line(l10n.t('Kept by the service until'), destruction),
    ...[problem, result?.partial].flatMap((text) =>
      text === undefined ? [] : [escapeMarkdown(text)],
    ),
  ];
  const made = new vscode.MarkdownString(lines.join('\n\n'));
  return made.appendCodeblock(record.query, ADQL_LANGUAGE);
}

function line(label: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${label}: ${escapeMarkdown(value)}`];
}
