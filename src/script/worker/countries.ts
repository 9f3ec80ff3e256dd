/** Countries as the helpers `CE.iso2CountryCode`, `CE.iso3CountryCode`, `CE.currencyCode` and `CE.currencySymbol` know them. */

/** ISO 3166-1 with two and three letters, and the currency in use (ISO 4217). Kosovo has the codes that banks give it. */
const table = `
AD AND EUR,AE ARE AED,AF AFG AFN,AG ATG XCD,AI AIA XCD,AL ALB ALL,AM ARM AMD,AO AGO AOA,AQ ATA -,AR ARG ARS,AS ASM USD,AT AUT EUR,AU AUS AUD,AW ABW AWG,
AX ALA EUR,AZ AZE AZN,BA BIH BAM,BB BRB BBD,BD BGD BDT,BE BEL EUR,BF BFA XOF,BG BGR EUR,BH BHR BHD,BI BDI BIF,BJ BEN XOF,BL BLM EUR,BM BMU BMD,BN BRN BND,
BO BOL BOB,BQ BES USD,BR BRA BRL,BS BHS BSD,BT BTN BTN,BV BVT NOK,BW BWA BWP,BY BLR BYN,BZ BLZ BZD,CA CAN CAD,CC CCK AUD,CD COD CDF,CF CAF XAF,CG COG XAF,
CH CHE CHF,CI CIV XOF,CK COK NZD,CL CHL CLP,CM CMR XAF,CN CHN CNY,CO COL COP,CR CRI CRC,CU CUB CUP,CV CPV CVE,CW CUW XCG,CX CXR AUD,CY CYP EUR,CZ CZE CZK,
DE DEU EUR,DJ DJI DJF,DK DNK DKK,DM DMA XCD,DO DOM DOP,DZ DZA DZD,EC ECU USD,EE EST EUR,EG EGY EGP,EH ESH MAD,ER ERI ERN,ES ESP EUR,ET ETH ETB,FI FIN EUR,
FJ FJI FJD,FK FLK FKP,FM FSM USD,FO FRO DKK,FR FRA EUR,GA GAB XAF,GB GBR GBP,GD GRD XCD,GE GEO GEL,GF GUF EUR,GG GGY GBP,GH GHA GHS,GI GIB GIP,GL GRL DKK,
GM GMB GMD,GN GIN GNF,GP GLP EUR,GQ GNQ XAF,GR GRC EUR,GS SGS GBP,GT GTM GTQ,GU GUM USD,GW GNB XOF,GY GUY GYD,HK HKG HKD,HM HMD AUD,HN HND HNL,HR HRV EUR,
HT HTI HTG,HU HUN HUF,ID IDN IDR,IE IRL EUR,IL ISR ILS,IM IMN GBP,IN IND INR,IO IOT USD,IQ IRQ IQD,IR IRN IRR,IS ISL ISK,IT ITA EUR,JE JEY GBP,JM JAM JMD,
JO JOR JOD,JP JPN JPY,KE KEN KES,KG KGZ KGS,KH KHM KHR,KI KIR AUD,KM COM KMF,KN KNA XCD,KP PRK KPW,KR KOR KRW,KW KWT KWD,KY CYM KYD,KZ KAZ KZT,LA LAO LAK,
LB LBN LBP,LC LCA XCD,LI LIE CHF,LK LKA LKR,LR LBR LRD,LS LSO LSL,LT LTU EUR,LU LUX EUR,LV LVA EUR,LY LBY LYD,MA MAR MAD,MC MCO EUR,MD MDA MDL,ME MNE EUR,
MF MAF EUR,MG MDG MGA,MH MHL USD,MK MKD MKD,ML MLI XOF,MM MMR MMK,MN MNG MNT,MO MAC MOP,MP MNP USD,MQ MTQ EUR,MR MRT MRU,MS MSR XCD,MT MLT EUR,MU MUS MUR,
MV MDV MVR,MW MWI MWK,MX MEX MXN,MY MYS MYR,MZ MOZ MZN,NA NAM NAD,NC NCL XPF,NE NER XOF,NF NFK AUD,NG NGA NGN,NI NIC NIO,NL NLD EUR,NO NOR NOK,NP NPL NPR,
NR NRU AUD,NU NIU NZD,NZ NZL NZD,OM OMN OMR,PA PAN PAB,PE PER PEN,PF PYF XPF,PG PNG PGK,PH PHL PHP,PK PAK PKR,PL POL PLN,PM SPM EUR,PN PCN NZD,PR PRI USD,
PS PSE ILS,PT PRT EUR,PW PLW USD,PY PRY PYG,QA QAT QAR,RE REU EUR,RO ROU RON,RS SRB RSD,RU RUS RUB,RW RWA RWF,SA SAU SAR,SB SLB SBD,SC SYC SCR,SD SDN SDG,
SE SWE SEK,SG SGP SGD,SH SHN SHP,SI SVN EUR,SJ SJM NOK,SK SVK EUR,SL SLE SLE,SM SMR EUR,SN SEN XOF,SO SOM SOS,SR SUR SRD,SS SSD SSP,ST STP STN,SV SLV USD,
SX SXM XCG,SY SYR SYP,SZ SWZ SZL,TC TCA USD,TD TCD XAF,TF ATF EUR,TG TGO XOF,TH THA THB,TJ TJK TJS,TK TKL NZD,TL TLS USD,TM TKM TMT,TN TUN TND,TO TON TOP,
TR TUR TRY,TT TTO TTD,TV TUV AUD,TW TWN TWD,TZ TZA TZS,UA UKR UAH,UG UGA UGX,UM UMI USD,US USA USD,UY URY UYU,UZ UZB UZS,VA VAT EUR,VC VCT XCD,VE VEN VES,
VG VGB USD,VI VIR USD,VN VNM VND,VU VUT VUV,WF WLF XPF,WS WSM WST,XK XKX EUR,YE YEM YER,YT MYT EUR,ZA ZAF ZAR,ZM ZMB ZMW,ZW ZWE ZWG`

/** What is written beside the usual English names, the official ones among it. */
const otherNames: Readonly<Record<string, string>> = {
  AE: 'uae',
  AS: 'american samoa',
  BA: 'bosnia',
  BN: 'brunei, brunei darussalam',
  BO: 'bolivia, plurinational state of bolivia, bolivia plurinational state of',
  BQ: 'bonaire, bonaire st eustatius and saba, bonaire sint eustatius and saba',
  CD: 'democratic republic of the congo, democratic republic of congo, congo the democratic republic of the',
  CG: 'congo, republic of the congo, republic of congo',
  CI: 'ivory coast, cote d ivoire',
  CN: 'people s republic of china',
  CV: 'cabo verde',
  CZ: 'czech republic',
  FK: 'falkland islands malvinas',
  FM: 'micronesia federated states of, federated states of micronesia',
  GB: 'uk, great britain, england, scotland, wales, northern ireland, united kingdom of great britain and northern ireland',
  GM: 'republic of the gambia',
  GS: 'south georgia and the south sandwich islands',
  HK: 'hong kong',
  HM: 'heard island and mcdonald islands',
  IR: 'iran islamic republic of, islamic republic of iran',
  KP: 'korea democratic people s republic of, democratic people s republic of korea',
  KR: 'korea, korea republic of, republic of korea',
  LA: 'lao people s democratic republic',
  MD: 'moldova republic of, republic of moldova',
  MF: 'st martin french part',
  MK: 'macedonia, republic of north macedonia, macedonia the former yugoslav republic of',
  MM: 'myanmar, burma',
  MO: 'macao, macau',
  NL: 'holland, kingdom of the netherlands',
  PN: 'pitcairn',
  PS: 'palestine, state of palestine, palestine state of, palestinian territory occupied',
  RU: 'russian federation',
  SX: 'sint maarten dutch part',
  SY: 'syrian arab republic',
  SZ: 'swaziland',
  TL: 'east timor',
  TR: 'turkey, turkiye',
  TW: 'taiwan province of china',
  TZ: 'tanzania united republic of, united republic of tanzania',
  UM: 'united states minor outlying islands',
  US: 'america, united states of america, u s, u s a',
  VA: 'holy see, holy see vatican city state, vatican city state',
  VE: 'venezuela bolivarian republic of, bolivarian republic of venezuela',
  VG: 'virgin islands british',
  VI: 'virgin islands u s, virgin islands us',
  VN: 'viet nam',
}

export interface Country {
  readonly iso2: string
  readonly iso3: string
  /** Undefined: none of its own, nor another's. */
  readonly currency: string | undefined
}

let countries: ReadonlyMap<string, Country> | undefined

/** The country of an English name, or of a code with two or three letters; case, accents and punctuation do not count. */
export function findCountry(name: string): Country | undefined {
  countries ??= readTable()
  return countries.get(fold(name))
}

/** The sign of a currency: `€` of `EUR`; the code where it has none; undefined for what is no currency's code. */
export function findCurrencySymbol(code: string): string | undefined {
  const currency = code.trim().toUpperCase()
  if (!Intl.supportedValuesOf('currency').includes(currency)) return undefined
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0)
  return parts.find(({ type }) => type === 'currency')?.value
}

function readTable(): ReadonlyMap<string, Country> {
  const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const all = new Map<string, Country>()
  for (const row of table.split(',')) {
    const [iso2, iso3, currency] = row.trim().split(' ') as [string, string, string]
    const country = { iso2, iso3, currency: currency === '-' ? undefined : currency }
    for (const name of [english.of(iso2) ?? iso2, iso2, iso3]) all.set(fold(name), country)
  }
  for (const [iso2, names] of Object.entries(otherNames)) for (const name of names.split(', ')) all.set(fold(name), all.get(fold(iso2))!)
  return all
}

function fold(name: string): string {
  const plain = name.slice(0, 100).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain
    .replace(/&/g, ' and ')
    .replace(/[^a-z]+/g, ' ')
    .trim()
  return words.replace(/\bthe /g, '').replace(/\bsaint\b/g, 'st')
}
