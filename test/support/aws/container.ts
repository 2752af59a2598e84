import { AwsRefusal, type AwsAnswer, type AwsRequest, type AwsServicesOptions } from './services';

/** What `AWS_CONTAINER_CREDENTIALS_FULL_URI` names in a container: keys of its own role. */
export function containerCredentials(
  record: AwsRequest,
  { containerToken, users, seconds = 3600 }: AwsServicesOptions,
): AwsAnswer {
  record.operation = 'ContainerCredentials';
  if (containerToken !== undefined && record.headers.authorization !== containerToken) {
    throw new AwsRefusal(401, 'Unauthorized', 'The token of the container is not this one.');
  }
  const keys = users.issue(seconds);
  return {
    status: 200,
    type: 'application/json',
    body: JSON.stringify({
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      Token: keys.sessionToken,
      Expiration: keys.expires.toISOString(),
    }),
  };
}
