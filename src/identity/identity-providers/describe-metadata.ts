/** What is known of an identity provider as SAML metadata (OASIS saml-metadata-2.0-os §2.4.3). */
import { type IdentityProvider, readCertificate } from './provider.ts'

/** An EntityDescriptor document with the role of an identity provider. */
export function describeMetadata(provider: IdentityProvider): string {
  const { entityId, signingCert, ssoUrl, logonProtocolBinding, logoutUrl, logoutResponseUrl, idFormat } = provider
  const certificate = readCertificate(signingCert).raw.toString('base64')
  const response = logoutResponseUrl === undefined ? '' : ` ResponseLocation="${escapeXml(logoutResponseUrl)}"`
  const binding = provider.logoutProtocolBinding ?? logonProtocolBinding
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(entityId)}">`,
    '  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    '    <md:KeyDescriptor use="signing">',
    '      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
    `        <ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data>`,
    '      </ds:KeyInfo>',
    '    </md:KeyDescriptor>',
    ...(logoutUrl === undefined
      ? []
      : [`    <md:SingleLogoutService Binding="${escapeXml(binding)}" Location="${escapeXml(logoutUrl)}"${response}/>`]),
    ...(idFormat === undefined ? [] : [`    <md:NameIDFormat>${escapeXml(idFormat)}</md:NameIDFormat>`]),
    `    <md:SingleSignOnService Binding="${escapeXml(logonProtocolBinding)}" Location="${escapeXml(ssoUrl)}"/>`,
    '  </md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
