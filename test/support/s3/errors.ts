import { text, xmlDocument } from './xml';

/** An answer that refuses, with S3's code, status and sentence. */
export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further elements of the error document, in order. */
    readonly details: Readonly<Record<string, string | number>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'S3Error';
  }

  /** The body of the answer; a HEAD request gets none. */
  document(requestId: string): string {
    const details = Object.entries(this.details).map(([name, value]) => text(name, value));
    return xmlDocument(
      'Error',
      [
        text('Code', this.code),
        text('Message', this.message),
        ...details,
        text('RequestId', requestId),
        text('HostId', 'embedded'),
      ],
      false,
    );
  }
}

export function noSuchBucket(bucket: string): S3Error {
  return new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', {
    BucketName: bucket,
  });
}

export function noSuchKey(key: string): S3Error {
  return new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
}

export function noSuchVersion(key: string, versionId: string): S3Error {
  return new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', {
    Key: key,
    VersionId: versionId,
  });
}

export function accessDenied(): S3Error {
  return new S3Error(403, 'AccessDenied', 'Access Denied');
}

export function preconditionFailed(condition: string): S3Error {
  return new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition: condition },
  );
}

export function malformedXml(): S3Error {
  return new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

export function invalidRequest(message: string): S3Error {
  return new S3Error(400, 'InvalidRequest', message);
}

export function invalidArgument(message: string, name: string, value: string): S3Error {
  return new S3Error(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value });
}

export function invalidUri(uri: string): S3Error {
  return new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.", { URI: uri });
}

export function methodNotAllowed(method: string, allowed: string): S3Error {
  return new S3Error(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    { Method: method, ResourceType: 'OBJECT' },
    { allow: allowed },
  );
}

export function notImplemented(what: string): S3Error {
  return new S3Error(501, 'NotImplemented', `The embedded server does not have ${what}.`);
}
