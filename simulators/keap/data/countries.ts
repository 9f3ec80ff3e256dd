// ISO 3166-1: alpha-2 and alpha-3 codes side by side; ISO 3166-2 for the countries whose provinces the simulator knows.

const pairs = `
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL
BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD
CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA
DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN
IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA
KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE
MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN
SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL
TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`

export interface CountryCode {
  alpha2: string
  alpha3: string
}

/** Every country, by alpha-2. */
export const countryCodes: readonly CountryCode[] = pairs
  .trim()
  .split(/\s+/)
  .map((pair) => ({ alpha2: pair.slice(0, 2), alpha3: pair.slice(2) }))

/** Provinces by the alpha-3 code of their country: ISO 3166-2 code, then name. */
export const provinces: Readonly<Record<string, readonly (readonly [code: string, name: string])[]>> = {
  USA: [
    ['US-AK', 'Alaska'],
    ['US-AL', 'Alabama'],
    ['US-AR', 'Arkansas'],
    ['US-AZ', 'Arizona'],
    ['US-CA', 'California'],
    ['US-CO', 'Colorado'],
    ['US-CT', 'Connecticut'],
    ['US-DC', 'District of Columbia'],
    ['US-DE', 'Delaware'],
    ['US-FL', 'Florida'],
    ['US-GA', 'Georgia'],
    ['US-HI', 'Hawaii'],
    ['US-IA', 'Iowa'],
    ['US-ID', 'Idaho'],
    ['US-IL', 'Illinois'],
    ['US-IN', 'Indiana'],
    ['US-KS', 'Kansas'],
    ['US-KY', 'Kentucky'],
    ['US-LA', 'Louisiana'],
    ['US-MA', 'Massachusetts'],
    ['US-MD', 'Maryland'],
    ['US-ME', 'Maine'],
    ['US-MI', 'Michigan'],
    ['US-MN', 'Minnesota'],
    ['US-MO', 'Missouri'],
    ['US-MS', 'Mississippi'],
    ['US-MT', 'Montana'],
    ['US-NC', 'North Carolina'],
    ['US-ND', 'North Dakota'],
    ['US-NE', 'Nebraska'],
    ['US-NH', 'New Hampshire'],
    ['US-NJ', 'New Jersey'],
    ['US-NM', 'New Mexico'],
    ['US-NV', 'Nevada'],
    ['US-NY', 'New York'],
    ['US-OH', 'Ohio'],
    ['US-OK', 'Oklahoma'],
    ['US-OR', 'Oregon'],
    ['US-PA', 'Pennsylvania'],
    ['US-RI', 'Rhode Island'],
    ['US-SC', 'South Carolina'],
    ['US-SD', 'South Dakota'],
    ['US-TN', 'Tennessee'],
    ['US-TX', 'Texas'],
    ['US-UT', 'Utah'],
    ['US-VA', 'Virginia'],
    ['US-VT', 'Vermont'],
    ['US-WA', 'Washington'],
    ['US-WI', 'Wisconsin'],
    ['US-WV', 'West Virginia'],
    ['US-WY', 'Wyoming'],
  ],
  CAN: [
    ['CA-AB', 'Alberta'],
    ['CA-BC', 'British Columbia'],
    ['CA-MB', 'Manitoba'],
    ['CA-NB', 'New Brunswick'],
    ['CA-NL', 'Newfoundland and Labrador'],
    ['CA-NS', 'Nova Scotia'],
    ['CA-NT', 'Northwest Territories'],
    ['CA-NU', 'Nunavut'],
    ['CA-ON', 'Ontario'],
    ['CA-PE', 'Prince Edward Island'],
    ['CA-QC', 'Quebec'],
    ['CA-SK', 'Saskatchewan'],
    ['CA-YT', 'Yukon'],
  ],
  AUS: [
    ['AU-ACT', 'Australian Capital Territory'],
    ['AU-NSW', 'New South Wales'],
    ['AU-NT', 'Northern Territory'],
    ['AU-QLD', 'Queensland'],
    ['AU-SA', 'South Australia'],
    ['AU-TAS', 'Tasmania'],
    ['AU-VIC', 'Victoria'],
    ['AU-WA', 'Western Australia'],
  ],
}
