/** The secrets that a call of a user through an instance is made with, opened when a script of a mapping really calls back. */
import { readOrganizationSecret, readUserSecret, type SecretParts } from '../../identity/read-secrets.ts'
import { readElementToken } from '../../instances/read-element-token.ts'
import type { Secrets } from './call-back.ts'
import type { ApplyContext } from './mapping-runner.ts'

/** Rejects with `SealingError` when a copy does not open. */
export async function openSecrets(parts: SecretParts, { userId, organizationId, instanceId }: ApplyContext): Promise<Secrets> {
  const { database, keyring } = parts
  const [userSecret, organizationSecret, elementToken] = await Promise.all([
    readUserSecret(parts, userId),
    readOrganizationSecret(database, keyring, organizationId),
    instanceId === undefined ? undefined : readElementToken({ database, sealerOf: keyring.forOrganization }, instanceId),
  ])
  return { userSecret, organizationSecret, elementToken }
}
