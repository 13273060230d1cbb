"""What a column may be, and the words of heads that say which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.imports import heads
from jimo_cli.packs import schema
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Sequence

IGNORE, UNCLEAR, VALUE, LABEL, BREAKDOWN = "ignore", "unclear", "value", "label", "breakdown"
AREA, CODE, TIME, PART, STATUS = "reference_area", "place_code", "time_period", "time_part", "status"

_WORDS = {
    AREA: """
        地区|区域|区市|省份|省市|省区市|省市区|城市|国家|国家和地区|国家或地区|国家地区|县区|区县|市县|县市
        行政区|行政区划|地市|市州|都道府県|country|countryname|countryorarea|countryorterritory|region
        regionname|area|areaname|entity|location|territory|economy|refarea|referencearea|geo|geography
        geopoliticalentity|state|province|city|county|district|prefecture|nation|jurisdiction
        states|regions|counties|countries|provinces|prefectures|cities|districts|municipalities|territories|areas
        geographicarea|geographicareas|geographicareaname|geographicregion|stateorterritory|stateorprovince|stateandcounty
        countyname|statename|cityname|municipality|municipalityname|localauthority|localauthorityname|entityname
        countryorregion|regionorcountry|regioncountry|stateregion|prefecturename|provincename|districtname
        都道府県名|市区町村|市区町村名|市町村|市町村名|自治体|自治体名|地域|地域名|国名|diqu|shengfen|chengshi|quxian
        pais|estado|entidad|entidadfederativa|municipio|provincia|comunidadautonoma|regiao|unidadedafederacao|uf
        land|bundesland|kreis|gemeinde|pays|commune|departement|paese|regione|comune
    """,
    CODE: """
        code|countrycode|iso|iso3|iso2|isocode|iso3code|geocode|areacode|regioncode|地区代码|行政区划代码
        区划代码|区划码|国家代码|行政区代码|代码|编码|locationcode|economycode
    """,
    TIME: """
        时间|年份|年度|时期|日期|月份|季度|年|月|季|nianfen|shijian|ano|anno|jahr|annee|periodo|时点|统计时间|报告期|期间|年月|year|period|date|time
        timeperiod|month|quarter|referenceperiod|yearmonth|day|refdate|referencedate|西暦|和暦|年次|年月日|調査年|暦年
        surveyyear|yearofsurvey|referenceyear|yearofreference|datayear|yearofdata|observationyear|yearofobservation
        censusyear|yearofcensus|calendaryear|调查年份|调查年度|调查年|统计年份|统计年度|普查年份|参考年份|数据年份
    """,
    VALUE: """
        数值|值|数|shuzhi|valor|wert|datavalue|绝对值|绝对量|绝对额|绝对数|总量|总额|本期|本期数|数额|指标值|数据|obsvalue|value|values
        observationvalue|figure|amount|level
    """,
    LABEL: """
        指标|指标名称|指标名|zhibiao|indicador|variavel|项目|统计指标|indicator|indicatorname|seriesname|series|measure|variable
        variablename|item|subject|subjectdescriptor|statistic|concept|metric|metricname|kpi|statisticlabel
        statistics|indicatorlabel|conceptlabel|variablelabel|measurename|measurelabel|measures|indicators
        contentscode|contents|dataitem|dataseries|tablevariable|datatype|统计项目|指标项目|変数|項目|表章項目|統計項目
    """,
    "unit": """
        单位|计量单位|uom|danwei|unidad|unidade|einheit|unidaddemedida|unidadedemedida|unit|units|unitmeasure|unitofmeasure
        unitofmeasurement|measureunit
    """,
    "status": "状态|数据状态|标志|obsstatus|obsflag|status|flag|flags|observationstatus|statusflag",
    "unit_mult": """
        unitmult|unitmultiplier|multiplier|powercode|powercodecode|scale|scalefactor|scalarfactor|unitscale|magnitude
        powerof10|poweroften|单位乘数|乘数|倍率|数量级|单位倍数|量级
    """,
    IGNORE: """
        序号|编号|排名|位次|名次|排序|备注|说明|附注|链接|指标代码|指标编码|no|rank|ranking|id|note|notes
        comment|comments|remark|remarks|obscomment|freq|frequency|frequencyofobservation|dataflow|structure
        structureid|structurename|action|confstatus|obsconf|confidentialitystatus|decimals|小数位数
        timeformat|lastupdate|url|link|seriescode|indicatorcode|indicatorid|variablecode|wbsubjectcode
        weosubjectcode|title|timeperiodcollection|dguid|uomid|scalarid|vector|coordinate|terminated|decimaldate|decimalyear
    """,
}
"""Heads, by their letters and characters, that tell what a column is."""

_ABROAD = {
    AREA: """
        paises|provincias|municipios|comunidadesautonomas|ciudad|territorio|departamento|regiao|cidade|regioni|ville|territoire
        departements|regions|lander|laender|bundeslander|stadt|gebiet
    """,
    TIME: """
        anos|fecha|tiempo|mes|trimestre|semestre|temps|mois|annees|jahre|zeit|zeitraum|monat|quartal|halbjahr|datum|anni
        periode|mese
    """,
    VALUE: "valeur|valore|valores|werte|valeurs",
    LABEL: "indicateur|indicatore|indikator|indicadores|kennzahl",
    "unit": "unite|unita|unitedemesure|unitadimisura|masseinheit|unidadmedida",
}
"""The same in Spanish, Portuguese, French, German and Italian, without accents."""

_ROLE_OF = {word: role for words in (_WORDS, _ABROAD) for role, some in words.items() for word in concepts.listed(some)}
_SYNONYMS = (AREA, TIME, "status")
_BETWEEN = re.compile(r"\s*(?:\b(?:and|or)\b|[/,&、和及与或])\s*")
_KINDS = "地区|国家|城市|行政区|[省市区县縣州盟旗都道府県町村郡]"
_OF_PLACES = re.compile(
    f"[各按分]?(?:{_KINDS}){{2,}}(?:名称?|[别別级級])?|(?:各|按|分)(?:{_KINDS})(?:[别別])?|(?:{_KINDS})(?:名称?|[别別级級])"
    r"|(?:.* )?(?:countr(?:y|ies)|regions?|count(?:y|ies)|districts?|provinces?|prefectures?|municipalit(?:y|ies)"
    r"|territor(?:y|ies)|cit(?:y|ies)|towns?|parish(?:es)?|boroughs?|cantons?|oblasts?|states?"
    r"|(?:statistical|authority|council|metropolitan|market|geographic|geographical|planning|reporting|health) areas?)"
    r"(?: (?:names?|labels?|titles?))?"
)
"""Heads that say what kind of places stand below: 市县, NUTS 3 region, Local authority district name."""

_OF_OTHERS = re.compile(
    r"\b(?:partner|counterpart|origin|destination|birth|citizen\w*|nationality|residence|sending|receiving|export\w*"
    r"|import\w*|donor|recipient|owner|investor|invest\w*|flag|supplier|marital|type|kind|class|group|status)\b"
    "|原产|来源|目的|出生|国籍|伙伴|进口|出口|投资|流[入出向]|类[别型]"
)
"""Heads of places other than those that the figures are of, as the partners of trade; of kinds of places."""


_INDICATORS = re.compile("indic_[a-z]{2,3}|[a-z]{2,4}_item")
"""Heads of columns of indicators in tables of Eurostat: indic_de, na_item."""

_ABOUT_DATA = re.compile(
    r"\b(?:sources?|data ?flow|data ?set|database|structure|freq\w*|periodicity|(?:last ?)?updated?|release[ds]?"
    r"|publish\w*|publication|version|licen[cs]e|agency|provider|contact|url|uri|link|ids?|codes?|key|vector|coordinate|[dgu]?uid"
    r"|decimals|flags?|symbol|terminated|description|(?:foot)?notes?|comments?|remarks?|title|table|domain|last ?update"
    r"|format|author|accessed|retrieved|created|modified|batch|row)\b"
    "|来源|出处|数据集|数据库|更新|发布|频[率度]|版本|链接|网址|编[号码]|代码|备注|说明|附注|注释|机构|表[号名]|标题|采集|填报"
)
"""Heads of what is said of the data, not of what is measured: identifiers, sources, dates of releases."""

_OF_PARTS = re.compile(
    r"\b(?:sex|gender|ages?|race|ethnic\w*|activit\w*|industr\w*|sectors?|nace|isic|occupation\w*|education\w*|edu"
    r"|nationality|citizen\w*|partner|counterpart|class|category|groups?|type|products?|commodit\w*|crop|species|duration"
    r"|level|lev|size|elements?|items?|indicators?|measures?|statistics?|characteristics?|components?|price|prices|base"
    r"|adjust\w*|seasonal\w*|transformation|valuation|approach|flow|direction|scenario|variant|residence|household\w*"
    r"|urban\w*|degurba|cause|fuel|isced\w*|cpa|coicop|siec|quantile|tenure|status)\b"
    "|性别|年龄|民族|行业|产业|部门|职业|教育|学历|国籍|类型|类别|分类|分组|城乡|等级|登记|指标|项目|产品|品种|商品|作物"
    "|季节|价格|口径|方向|産業|年齢|男女"
)
"""Heads of what is measured, or of a part of it."""


_OF_GROUPS = re.compile(r"\b(?:ages?|sex|gender|size|class|groups?|category|duration|level)\b|年龄|分组|类别|等级")
"""Heads of groups, whose names may have figures: 15-24, 15 years and over, 10 to 49 persons."""


def is_of_groups(head: str) -> bool:
    """Tell whether a head says that groups stand below it, by an age, a size."""
    return _OF_GROUPS.search(_words(head)) is not None


def is_about_data(head: str) -> bool:
    """Tell whether a head says that below it stands what is said of the data: a source, an identifier."""
    return _ABOUT_DATA.search(_words(head)) is not None


def is_of_parts(head: str) -> bool:
    """Tell whether a head says that parts of what is measured stand below it: a sex, an industry."""
    return _OF_PARTS.search(_words(head)) is not None


def _words(head: str) -> str:
    return text.fold(head).replace("_", " ")


def role_by_word(parts: Sequence[str]) -> str:
    """Return what the words of a head say that a column is, empty where they do not."""
    for part in ("".join(parts), *parts):
        name = heads.named(part)
        for word in (part, part.partition(":")[0], name.label, name.label_en or ""):
            key = text.key(text.fold(word))
            if _INDICATORS.fullmatch(text.fold(word)):
                return LABEL
            if role := _ROLE_OF.get(key) or schema.synonym(key, _SYNONYMS):
                return "" if role == AREA and name.unit else role  # Area (ha) is a figure
        if not name.unit and is_of_places(part):
            return AREA
    return ""


def is_of_places(head: str) -> bool:
    """Tell whether a head says that places stand below it, by the words for kinds of places that it is made of."""
    folded = text.fold(head).strip()
    if is_of_others(head) or not folded:
        return False
    kinds = _BETWEEN.split(folded)
    is_list = len(kinds) > 1 and all(_ROLE_OF.get(text.key(kind)) == AREA for kind in kinds)
    return is_list or _OF_PLACES.fullmatch(folded) is not None


def is_of_others(head: str) -> bool:
    """Tell whether a head says that the places below it are not those of the figures: country of birth, partner."""
    return _OF_OTHERS.search(text.fold(head)) is not None


def role_of(shown: str) -> str:
    """Return what a head with just this text says that a column is, empty where it says nothing."""
    return _ROLE_OF.get(text.key(text.fold(shown)), "")


def is_head(shown: str) -> bool:
    """Tell whether a cell of a place, a period or a measure has the word that stands above such a column."""
    return role_of(shown) in {AREA, TIME, LABEL}
