// Metadata: the list of objects, one object's basics, and its whole description.
import { answerOk, type Routes } from '../call.ts'
import type { ObjectType } from '../schema/object.ts'
import { isDeleted, readTable, type Tenant } from '../tenant.ts'
import { describeField } from './describe-field.ts'
import { readObject } from './object-in-path.ts'

export const describeRoutes: Routes = {
  'GET /sobjects': ({ tenant, version }) =>
    answerOk({ encoding: 'UTF-8', maxBatchSize: 200, sobjects: [...tenant.objects.values()].map((each) => describeBasics(each, version)) }),
  'GET /sobjects/{object}': (call) => {
    const object = readObject(call)
    const recent = readTable(call.tenant, object.name)
      .list.filter((row) => !isDeleted(row))
      .slice(-10)
      .reverse()
    const name = object.fields.find((each) => each.nameField)?.name ?? 'Id'
    return answerOk({
      objectDescribe: describeBasics(object, call.version),
      recentItems: recent.map((row) => ({
        attributes: { type: object.name, url: `/services/data/${call.version}/sobjects/${object.name}/${row.id}` },
        Id: row.id,
        [name]: row.values[name],
      })),
    })
  },
  'GET /sobjects/{object}/describe': (call) => {
    const object = readObject(call)
    return answerOk({
      actionOverrides: [],
      ...describeBasics(object, call.version),
      childRelationships: listChildRelationships(call.tenant, object),
      compactLayoutable: true,
      fields: object.fields.map(describeField),
      listviewable: null,
      lookupLayoutable: null,
      namedLayoutInfos: [],
      networkScopeFieldName: null,
      recordTypeInfos: [
        {
          active: true,
          available: true,
          defaultRecordTypeMapping: true,
          developerName: 'Master',
          master: true,
          name: 'Master',
          recordTypeId: '012000000000000AAA',
          urls: { layout: `/services/data/${call.version}/sobjects/${object.name}/describe/layouts/012000000000000AAA` },
        },
      ],
      searchLayoutable: true,
      sobjectDescribeOption: 'FULL',
      supportedScopes: [
        { label: `All ${object.labelPlural}`, name: 'everything' },
        { label: `My ${object.labelPlural}`, name: 'mine' },
      ],
    })
  },
}

function describeBasics(object: ObjectType, version: string): Record<string, unknown> {
  const url = `/services/data/${version}/sobjects/${object.name}`
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: object.createable,
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: true,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.prefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: true,
    mergeable: ['Account', 'Contact', 'Lead'].includes(object.name),
    mruEnabled: true,
    name: object.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: object.deletable,
    updateable: object.updateable,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  }
}

function listChildRelationships(tenant: Tenant, parent: ObjectType): Record<string, unknown>[] {
  return [...tenant.objects.values()].flatMap((object) =>
    object.fields
      .filter((each) => each.referenceTo.includes(parent.name))
      .map((each) => ({
        cascadeDelete: each.cascade,
        childSObject: object.name,
        deprecatedAndHidden: false,
        field: each.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: each.childName,
        restrictedDelete: false,
      })),
  )
}
