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
  readonly roles: readonly string[]
}
