/** Who is calling: the user behind a User secret, within an organization and an account (contract 1.3, 8). */
export interface Caller {
  readonly organizationId: number
  readonly accountId: number
  readonly user: {
    readonly id: number
    readonly emailAddress: string
    readonly firstName: string
    readonly lastName: string
  }
  /** Keys of the user's own roles and of those that all users of the account have. */
  readonly roles: readonly string[]
  /** Keys of everything that these roles allow in that organization (contract 8.4). */
  readonly privileges: ReadonlySet<string>
}
