import * as vscode from 'vscode';
import { formatS3Uri } from '../../core/s3/uri';
import { visibleName } from '../views/display';
import type { UploadQuestions } from './prepare-upload';
import type { UploadPlace } from './wanted';

/** @param leftOut links and other things that are not uploaded; said along with the question */
export function uploadQuestions(place: UploadPlace, leftOut: number): UploadQuestions {
  return {
    existing: async (there, of) => {
      const { l10n } = vscode;
      const skip = l10n.t('Skip Them');
      const overwrite = l10n.t('Overwrite');
      const where = visibleName(formatS3Uri(place.bucket, place.prefix));
      const answer = await vscode.window.showWarningMessage(
        l10n.t('{0} of {1} files are there already, in {2}.', there, of, where),
        {
          modal: true,
          ...(leftOut > 0 && {
            detail: l10n.t('{0} links and other things are not uploaded.', leftOut),
          }),
        },
        ...(there < of ? [skip, overwrite] : [overwrite]),
      );
      return answer === skip ? 'skip' : answer === overwrite ? 'overwrite' : undefined;
    },
  };
}
