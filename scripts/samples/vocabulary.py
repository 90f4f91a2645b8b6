"""Names for what does not exist: counties, firms, people, telephone numbers.

Provinces and prefectures are real, since a reader may know them; everything below them is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# province, area code, prefectures
PROVINCES = {
    "湖北省": ("07", ["黄冈市", "孝感市", "荆门市", "宜昌市", "襄阳市", "咸宁市", "随州市", "黄石市"]),
    "湖南省": ("07", ["岳阳市", "常德市", "益阳市", "娄底市", "郴州市"]),
    "河南省": ("03", ["新乡市", "许昌市", "南阳市", "商丘市", "驻马店市"]),
    "江西省": ("07", ["赣州市", "上饶市", "宜春市", "抚州市"]),
    "安徽省": ("05", ["滁州市", "六安市", "宣城市", "安庆市"]),
    "浙江省": ("05", ["台州市", "绍兴市", "金华市", "湖州市"]),
    "江苏省": ("05", ["盐城市", "泰州市", "宿迁市"]),
    "山东省": ("05", ["聊城市", "菏泽市", "德州市", "临沂市"]),
    "河北省": ("03", ["沧州市", "邢台市", "衡水市"]),
    "四川省": ("08", ["绵阳市", "德阳市", "遂宁市", "内江市"]),
    "福建省": ("05", ["漳州市", "南平市", "龙岩市"]),
    "陕西省": ("09", ["宝鸡市", "汉中市", "咸阳市"]),
}
COUNTY_HEADS = "沅桐岚汀棠枫澧浔蓼沣栾溆郧茗鹭榆绛洹浉潇"
COUNTY_TAILS = "陵溪浦川阳口关桥坪塘源泽湾岗林"
COUNTY_KINDS = ["县", "县", "县", "市", "区"]


@dataclass(frozen=True)
class Trade:
    """A line of business: its name, its products, the links of its chain."""

    name: str
    products: tuple[str, ...]
    chain: str


TRADES = [
    Trade("汽车座椅", ("座椅骨架", "调角器", "滑轨总成", "发泡坐垫"), "钢管—冲压—焊装—总装"),
    Trade("茶叶加工", ("绿茶", "青砖茶", "抹茶粉", "茶饮料"), "茶园—初制—精制—茶饮"),
    Trade("特种线缆", ("矿用电缆", "光伏电缆", "机器人拖链缆", "控制电缆"), "铜杆—拉丝—绞合—成缆"),
    Trade("轴承", ("深沟球轴承", "圆锥滚子轴承", "轮毂单元", "轴承套圈"), "锻造—车加工—热处理—磨装"),
    Trade("磷化工", ("电子级磷酸", "磷酸铁", "阻燃剂", "草铵膦"), "磷矿—黄磷—精细磷化工—新能源材料"),
    Trade("童装服饰", ("针织童装", "婴儿服", "童袜", "校服"), "纺纱—织染—裁剪—品牌"),
    Trade("医用敷料", ("医用纱布", "手术衣", "水刺无纺布", "医用口罩"), "棉纺—脱漂—敷料—灭菌"),
    Trade("砂轮磨具", ("树脂砂轮", "金刚石磨片", "涂附磨具", "切割片"), "磨料—结合剂—成型—烧结"),
    Trade("智能家电", ("空气炸锅", "净水器", "电机总成", "注塑壳体"), "模具—注塑—电机—整机"),
    Trade("消防装备", ("消防水带", "灭火器", "泡沫液", "应急照明灯"), "面料—水带—器材—系统集成"),
    Trade("小龙虾加工", ("速冻虾尾", "甲壳素", "调味虾球", "虾壳饲料"), "养殖—初加工—深加工—冷链"),
    Trade("石材机械", ("金刚石绳锯", "桥切机", "抛光线", "数控雕刻机"), "铸件—主轴—整机—运维"),
]
FIRM_NAMES = [
    "恒锐",
    "腾跃",
    "嘉禾",
    "佰川",
    "盛合",
    "立达",
    "永固",
    "晟元",
    "同辉",
    "启明",
    "宏图",
    "铭泰",
    "楚风",
    "江源",
    "九峰",
]
SURNAMES = "汤薛闵尹骆栗卞翟凌裴聂焦宫屈苗丛邬桑"
GIVEN = ["志远", "晓琳", "建平", "雅婷", "海涛", "文静", "立新", "桂芳", "子轩", "明", "洁", "鹏程", "瑞雪", "永强"]
MOBILE_HEADS = ["130", "135", "136", "137", "138", "150", "155", "158", "177", "180", "186", "189"]


@dataclass(frozen=True)
class Place:
    """Where an invented cluster lies and what it makes."""

    province: str
    city: str
    county: str
    trade: Trade

    @property
    def stem(self) -> str:
        """The county's name without 县, 市 or 区."""
        return self.county[:-1]

    @property
    def cluster(self) -> str:
        return f"{self.province}{self.county}{self.trade.name}产业集群"


def invent_place(rng: Random) -> Place:
    # Half of the forms come from Hubei, where the toolkit is used first.
    province = "湖北省" if rng.random() < 0.5 else rng.choice(list(PROVINCES))
    county = rng.choice(COUNTY_HEADS) + rng.choice(COUNTY_TAILS) + rng.choice(COUNTY_KINDS)
    return Place(province, rng.choice(PROVINCES[province][1]), county, rng.choice(TRADES))


def person(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def mobile(rng: Random) -> str:
    return rng.choice(MOBILE_HEADS) + f"{rng.randrange(10**8):08d}"


def landline(rng: Random, province: str) -> str:
    return f"{PROVINCES[province][0]}{rng.randrange(10, 100)}-{rng.randrange(2 * 10**6, 9 * 10**6)}"


def firm(rng: Random, place: Place) -> str:
    return place.stem + rng.choice(FIRM_NAMES)


def authority(rng: Random, place: Place) -> str:
    return place.county + rng.choice(
        ["经济和信息化局", "科学技术和工业信息化局", "科技和经济信息化局", "工业和信息化局", "发展改革和工业信息化局"]
    )


def operator(rng: Random, place: Place) -> str:
    return rng.choice(
        [
            f"{place.county}经济开发区管理委员会",
            f"{place.stem}{place.trade.name}产业园管理有限公司",
            f"{place.county}{place.trade.name}产业促进中心",
            f"{place.province[:-1]}{place.stem}高新技术产业开发区管委会",
        ]
    )


LEVEL_HEADS = {"national": "国家", "provincial": "{province}", "other": "{city}"}
PLATFORM_KINDS = ["重点实验室", "企业技术中心", "工程研究中心", "工业设计中心", "博士后科研工作站", "产业技术研究院"]
PILOT_KINDS = ["智能制造示范工厂", "5G全连接工厂", "数字化车间", "工业互联网平台", "服务型制造示范项目"]
GREEN_KINDS = ["绿色工厂", "绿色供应链管理企业", "绿色设计产品", "绿色工业园区"]
SERVICE_KINDS = ["中小企业服务中心", "创业孵化基地", "检验检测公共服务平台", "人才实训基地", "众创空间"]


def names(rng: Random, place: Place, kind: str, level: str, count: int) -> list[str]:
    """`count` different names of platforms, pilots, green works, service platforms or alliances."""
    head = LEVEL_HEADS[level].format(province=place.province, city=place.city)
    found: list[str] = []
    while len(found) < count:
        product, who = rng.choice(place.trade.products), firm(rng, place)
        if kind == "innovation_platforms":
            name = head + rng.choice([product, who, place.trade.name]) + rng.choice(PLATFORM_KINDS)
        elif kind == "pilot_projects":
            name = rng.choice([who, who + product, product]) + rng.choice(PILOT_KINDS)
        elif kind == "green_manufacturing":
            name = who + rng.choice(["", product]) + rng.choice(GREEN_KINDS)
        elif kind == "service_platforms":
            name = rng.choice([place.stem, who, place.trade.name]) + rng.choice(SERVICE_KINDS)
        else:
            name = (
                rng.choice([place.county, place.province, place.city])
                + place.trade.name
                + rng.choice(["行业协会", "商会", "产业技术创新联盟", "学会"])
            )
        if name not in found:
            found.append(name)
    return found
