// Tasks, events, notes, files, and the people and the organization behind them.
import { createAddress, createField, createPicklist, createReference, readOnly } from './field.ts'
import { createObject, type ObjectType } from './object.ts'

const people = ['Contact', 'Lead']
const things = ['Account', 'Opportunity', 'Campaign', 'Product2', 'Invoice__c']
const parents = ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign', 'Product2', 'Invoice__c']

/** The other objects. Every call gives its own. */
export function createWorkObjects(): ObjectType[] {
  return [
    createObject({ name: 'Task', prefix: '00T' }, [
      createReference('WhoId', people, { childName: 'Tasks', label: 'Name ID' }),
      createReference('WhatId', things, { childName: 'Tasks', label: 'Related To ID', cascade: true }),
      createField('Subject', 'string', { nameField: true }),
      createField('ActivityDate', 'date', { label: 'Due Date Only' }),
      createPicklist('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
        default: 'Not Started',
      }),
      createPicklist('Priority', ['High', 'Normal', 'Low'], { default: 'Normal' }),
      createField('Description', 'textarea'),
      createReference('AccountId', 'Account', readOnly),
      createField('IsClosed', 'boolean', { ...readOnly, label: 'Closed' }),
      createPicklist('TaskSubtype', ['Task', 'Email', 'Call'], { default: 'Task', updateable: false }),
      createField('CallDurationInSeconds', 'int', { label: 'Call Duration' }),
      createField('IsReminderSet', 'boolean', { label: 'Reminder Set' }),
      createField('ReminderDateTime', 'datetime', { label: 'Reminder Date/Time' }),
    ]),
    createObject({ name: 'Event', prefix: '00U' }, [
      createReference('WhoId', people, { childName: 'Events', label: 'Name ID' }),
      createReference('WhatId', things, { childName: 'Events', label: 'Related To ID', cascade: true }),
      createField('Subject', 'string', { nameField: true }),
      createField('Location', 'string'),
      createField('IsAllDayEvent', 'boolean', { label: 'All-Day Event' }),
      createField('ActivityDateTime', 'datetime', { label: 'Due Date Time' }),
      createField('ActivityDate', 'date', { label: 'Due Date Only' }),
      createField('DurationInMinutes', 'int', { label: 'Duration' }),
      createField('StartDateTime', 'datetime'),
      createField('EndDateTime', 'datetime'),
      createField('IsReminderSet', 'boolean', { label: 'Reminder Set' }),
      createField('ReminderDateTime', 'datetime', { label: 'Reminder Date/Time' }),
      createField('Description', 'textarea'),
      createReference('AccountId', 'Account', readOnly),
    ]),
    createObject({ name: 'Note', prefix: '002' }, [
      createReference('ParentId', parents, { childName: 'Notes', required: true, cascade: true, updateable: false }),
      createField('Title', 'string', { length: 80, required: true, nameField: true }),
      createField('IsPrivate', 'boolean', { label: 'Private' }),
      createField('Body', 'textarea'),
    ]),
    createObject({ name: 'Attachment', prefix: '00P' }, [
      createReference('ParentId', [...parents, 'Task', 'Event'], {
        childName: 'Attachments',
        required: true,
        cascade: true,
        updateable: false,
      }),
      createField('Name', 'string', { required: true, nameField: true, label: 'File Name' }),
      createField('IsPrivate', 'boolean', { label: 'Private' }),
      createField('ContentType', 'string', { length: 120 }),
      createField('BodyLength', 'int', readOnly),
      createField('Body', 'base64', { required: true }),
      createField('Description', 'string', { length: 500 }),
    ]),
    createObject({ name: 'Document', prefix: '015', ownerless: true }, [
      createReference('FolderId', 'User', { required: true, label: 'Folder ID' }),
      createField('Name', 'string', { required: true, nameField: true, label: 'Document Name' }),
      createField('DeveloperName', 'string', { length: 80 }),
      createField('ContentType', 'string', { length: 120 }),
      createField('Type', 'string', { length: 40, label: 'File Extension' }),
      createField('IsPublic', 'boolean', { label: 'Externally Available' }),
      createField('BodyLength', 'int', readOnly),
      createField('Body', 'base64'),
    ]),
    createObject({ name: 'ContentVersion', prefix: '068', label: 'Content Version', deletable: false }, [
      createReference('ContentDocumentId', 'ContentDocument', { updateable: false, childName: 'ContentVersions' }),
      createField('Title', 'string', { nameField: true }),
      createField('Description', 'string', { length: 1_000 }),
      createField('ReasonForChange', 'string', { length: 1_000 }),
      createField('PathOnClient', 'string', { length: 500, updateable: false }),
      createField('VersionData', 'base64', { required: true, updateable: false }),
      createField('VersionNumber', 'string', { length: 20, ...readOnly }),
      createField('IsLatest', 'boolean', readOnly),
      createField('FileType', 'string', { length: 20, ...readOnly }),
      createField('FileExtension', 'string', { length: 40, ...readOnly }),
      createField('ContentSize', 'int', { ...readOnly, label: 'Size' }),
      createReference('FirstPublishLocationId', [...parents, 'User'], { updateable: false }),
    ]),
    createObject({ name: 'ContentDocument', prefix: '069', label: 'Content Document', createable: false }, [
      createField('Title', 'string', { nameField: true }),
      createField('Description', 'string', { length: 1_000 }),
      createField('FileType', 'string', { length: 20, ...readOnly }),
      createField('FileExtension', 'string', { length: 40, ...readOnly }),
      createField('ContentSize', 'int', { ...readOnly, label: 'Size' }),
      createReference('LatestPublishedVersionId', 'ContentVersion', readOnly),
    ]),
    createObject({ name: 'ContentDocumentLink', prefix: '06A', label: 'Content Document Link', ownerless: true }, [
      createReference('LinkedEntityId', [...parents, 'User', 'Task', 'Event'], {
        childName: 'ContentDocumentLinks',
        required: true,
        cascade: true,
        updateable: false,
      }),
      createReference('ContentDocumentId', 'ContentDocument', {
        childName: 'ContentDocumentLinks',
        required: true,
        cascade: true,
        updateable: false,
      }),
      createPicklist('ShareType', ['V', 'C', 'I'], { default: 'V', restricted: true }),
      createPicklist('Visibility', ['AllUsers', 'InternalUsers', 'SharedUsers'], { default: 'AllUsers', restricted: true }),
    ]),
    createObject({ name: 'User', prefix: '005', ownerless: true, deletable: false }, [
      createField('Username', 'string', { length: 80, required: true, unique: true }),
      createField('LastName', 'string', { length: 80, required: true }),
      createField('FirstName', 'string', { length: 40 }),
      createField('Name', 'string', { length: 121, ...readOnly, nameField: true, label: 'Full Name' }),
      createField('Email', 'email', { length: 128, required: true }),
      createField('Alias', 'string', { length: 8, required: true }),
      createField('Title', 'string', { length: 80 }),
      createField('Department', 'string', { length: 80 }),
      createField('Phone', 'phone'),
      createField('IsActive', 'boolean', { default: true, label: 'Active' }),
      createReference('ProfileId', 'Profile', { required: true }),
      createPicklist('UserType', ['Standard', 'PowerPartner', 'CSPLitePortal', 'Guest'], { ...readOnly }),
      createPicklist('TimeZoneSidKey', ['America/Los_Angeles', 'Europe/Berlin', 'UTC', 'Asia/Tokyo'], {
        required: true,
        label: 'Time Zone',
      }),
      createPicklist('LocaleSidKey', ['en_US', 'de_DE', 'pt_PT', 'ja_JP'], { required: true, label: 'Locale' }),
      createPicklist('EmailEncodingKey', ['UTF-8', 'ISO-8859-1'], { required: true, label: 'Email Encoding' }),
      createPicklist('LanguageLocaleKey', ['en_US', 'de', 'pt_BR', 'ja'], { required: true, label: 'Language' }),
    ]),
    createObject({ name: 'Profile', prefix: '00e', ownerless: true, createable: false, updateable: false, deletable: false }, [
      createField('Name', 'string', { nameField: true }),
      createField('UserType', 'string', { length: 40 }),
    ]),
    createObject({ name: 'Organization', prefix: '00D', ownerless: true, createable: false, deletable: false }, [
      createField('Name', 'string', { length: 80, nameField: true }),
      ...createAddress(''),
      createField('OrganizationType', 'string', { length: 40, ...readOnly }),
      createField('InstanceName', 'string', { length: 5, ...readOnly }),
      createField('IsSandbox', 'boolean', readOnly),
    ]),
  ]
}
