"""What the hall of this folder is made of: places, queues, units with their things, bundles, names. make.py writes it out.

The numbers at the top, the floors and the names of floor 1 are those of the plan make.py tells of; the rest is ours.
"""

CITY_ITEMS, DISTRICT_ITEMS = 972, 915
CITY_STAFF, DISTRICT_STAFF = 269, 247
KIOSKS = 56

# ---- places: id, Chinese, English, floor, kind, windows. Floor 1 has the names of the plan, the others are ours.
ZONES = (
    ("A", "联合办税区", "Tax", 1, "service", 48),
    ("B", "医保区", "Medical insurance", 1, "service", 30),
    ("C", "市场监管区", "Market supervision", 1, "service", 24),
    ("D", "商事登记区", "Business registration", 1, "enterprise", 28),
    ("E", "交管运管区", "Traffic and transport", 1, "service", 32),
    ("F", "银行区", "Banks", 1, "service", 18),
    ("Z", "24小时自助区", "Self-service, day and night", 1, "self_service", 0),
    ("G", "社会保障区", "Social security", 2, "service", 36),
    ("H", "不动产和公积金区", "Real estate, housing fund", 2, "service", 34),
    ("J", "公安户政出入境区", "Police: register, exit and entry", 2, "service", 30),
    ("K", "工程建设审批区", "Construction projects", 3, "professional", 24),
    ("L", "农林水区", "Farming, forests, water", 3, "service", 14),
    ("M", "教科文卫区", "Education, culture, health", 3, "service", 14),
    ("N", "民政事务区", "Civil affairs", 3, "service", 10),
    ("P", "生态应急区", "Environment, emergencies", 3, "service", 12),
    ("Q", "综合受理区", "General acceptance", 4, "service", 22),
    ("R", "咨询投诉区", "Advice and complaints", 4, "consult", 9),
)

# id and letter, zone, Chinese, English, role, share of the zone's windows, seconds
QUEUES = (
    ("A", "A", "联合办税", "Tax", "accept", 40, 480),
    ("Y", "A", "发票业务", "Invoices", "accept", 8, 300),
    ("B", "B", "医疗保障", "Medical insurance", "accept", 30, 420),
    ("C", "C", "市场监管", "Market supervision", "accept", 24, 600),
    ("D", "D", "企业登记", "Companies", "accept", 28, 720),
    ("E", "E", "交管运管", "Traffic and transport", "accept", 32, 420),
    ("F", "F", "银行收费", "Bank and payments", "cashier", 18, 300),
    ("G", "G", "社会保障", "Social security", "accept", 36, 480),
    ("H", "H", "不动产登记", "Real estate", "accept", 22, 900),
    ("V", "H", "住房公积金", "Housing fund", "accept", 12, 600),
    ("J", "J", "户政业务", "Household register", "accept", 18, 540),
    ("W", "J", "出入境", "Exit and entry", "special", 12, 480),
    ("K", "K", "工程建设", "Construction", "special", 24, 1200),
    ("L", "L", "农林水", "Farming, forests, water", "accept", 14, 720),
    ("M", "M", "教科文卫", "Education, culture, health", "accept", 14, 600),
    ("N", "N", "民政事务", "Civil affairs", "accept", 10, 540),
    ("P", "P", "生态应急", "Environment, emergencies", "accept", 12, 720),
    ("Q", "Q", "综合受理", "General", "accept", 14, 600),
    ("X", "Q", "一件事专窗", "One thing, one time", "special", 4, 1500),
    ("U", "Q", "统一出件", "Documents to collect", "issue", 4, 180),
    ("R", "R", "咨询导办", "Advice", "consult", 4, 300),
    ("S", "R", "投诉", "Complaints", "complaint", 3, 900),
    ("T", "R", "办不成事反映", "Stuck matters", "unresolved", 2, 900),
)

# first level of the menu: id, Chinese, English
TOPICS = (
    ("tax", "税务", "Tax"),
    ("medical", "医保", "Medical"),
    ("social", "社保就业", "Work, social"),
    ("estate", "房产公积金", "Housing"),
    ("police", "户口出入境", "Register, exit"),
    ("traffic", "车驾交通", "Traffic"),
    ("business", "企业开办", "Companies"),
    ("market", "市场经营", "Trade, food"),
    ("project", "工程建设", "Construction"),
    ("farm", "农林水", "Farm, water"),
    ("culture", "教科文卫", "School, health"),
    ("civil", "民政司法", "Family, law"),
    ("safety", "生态应急", "Environment"),
    ("life", "水电气讯银行", "Utilities"),
    ("general", "综合事务", "General"),
)

# What is done with a thing of each kind: Chinese, English, working days by law, promised
KINDS = {
    "licence": (
        ("核发", "issue", 20, 7),
        ("变更", "change", 20, 5),
        ("延续", "renewal", 20, 5),
        ("补办", "replacement", 10, 1),
        ("注销", "cancellation", 20, 3),
        ("信息更正", "correction", 10, 1),
    ),
    "benefit": (
        ("申领", "claim", 20, 10),
        ("资格复核", "yearly review", 20, 5),
        ("账户变更", "change of account", 10, 0),
        ("停发申报", "report of its end", 10, 1),
        ("补发", "later payment", 20, 10),
        ("待遇查询", "what is paid", 1, 0),
    ),
    "record": (
        ("登记", "registration", 15, 3),
        ("变更登记", "change of registration", 15, 3),
        ("注销登记", "end of registration", 15, 3),
        ("证明出具", "certificate", 5, 0),
        ("信息查询", "inquiry", 1, 0),
        ("档案复制", "copy of the file", 5, 0),
    ),
    "filing": (
        ("备案", "filing", 10, 1),
        ("变更备案", "change of a filing", 10, 1),
        ("备案注销", "end of a filing", 10, 1),
        ("备案证明补领", "second copy of a filing", 5, 0),
        ("年度报告", "yearly report", 10, 0),
    ),
    "permit": (
        ("审批", "approval", 20, 10),
        ("变更审批", "approval of a change", 20, 8),
        ("延期审批", "more time", 20, 5),
        ("竣工查验", "inspection when finished", 15, 7),
        ("撤回申请", "withdrawal", 5, 0),
    ),
    "supply": (
        ("开户", "new account", 5, 2),
        ("过户", "change of holder", 3, 0),
        ("销户", "end of account", 3, 0),
        ("报修", "repair", 2, 1),
        ("费用查询", "bill inquiry", 1, 0),
        ("增容", "more capacity", 15, 8),
    ),
}
MATERIALS = {
    "licence": (("申请表", "Application form"), ("身份证或营业执照", "ID card or business licence"),
                ("场所平面图和使用证明", "Plan of the premises and proof of use"), ("原证（首次办理不用带）", "The old licence, unless it is the first")),
    "benefit": (("居民身份证", "ID card"), ("社保卡或银行卡", "Social card or bank card"), ("能说明情况的证明", "Proof of the circumstances")),
    "record": (("居民身份证", "ID card"), ("登记申请书", "Application for registration"), ("权属或事实证明", "Proof of the fact")),
    "filing": (("备案表", "Filing form"), ("营业执照或法人证书", "Business licence")),
    "permit": (("项目申请表", "Project form"), ("批准文件", "Approvals so far"), ("图纸（电子版也可以）", "Drawings, electronic ones will do"),
               ("委托书（替别人办时带）", "Mandate, when you come for somebody else"), ("信用承诺书", "Declaration of good faith")),
    "supply": (("居民身份证", "ID card"), ("房产证或租房合同", "Title deed or lease")),
}  # fmt: skip
LONG = {
    "permit": (
        "先在工程建设审批系统里填报项目，系统生成项目代码后再到窗口。窗口一次收齐各部门要的材料，"
        "需要现场查验的，和您约好时间由各部门一起去，不用您一家一家跑。审查期间要补正材料的，窗口一次告诉您全部要补的内容，"
        "补正的时间不算在办理时限里。",
        "Enter the project in the approval system first; with its code come to the window. All papers are taken at once, "
        "inspections are made together on one day, and whatever is missing is told once and completely. The time you need "
        "to add papers is not counted.",
    )
}

# Each unit: topic, queue, Chinese, English, weight, things "Chinese|English|kind[|fee]". `both`: at city and district.
BOTH = (
    ("project", "K", "发展和改革{}", "Development and reform", 2, "企业投资项目|Investment project|filing;政府投资项目|Public project|permit;节能审查|Energy review|permit;招标方案|Tender plan|permit;价格认定|Price finding|record;充电设施建设|Charging station|filing"),
    ("project", "K", "工业和信息化局", "Industry", 1, "技术改造项目|Plant renewal project|filing;食盐批发许可证|Salt wholesale licence|licence;民用爆炸物品销售许可证|Explosives sales licence|licence;中小企业服务平台|Platform for small firms|record;电力用户直接交易|Direct power trade|filing"),
    ("culture", "M", "教育局", "Education", 2, "教师资格|Teacher's qualification|licence;民办学校办学许可证|Private school licence|licence;学生资助|Pupil's aid|benefit;中小学学籍|Pupil's file|record;校车使用许可|School bus permit|licence;校外培训机构|Tutoring school|filing"),
    ("culture", "M", "科学技术局", "Science", 1, "科技型企业|Technology firm|record;技术合同|Technology contract|record;外国人工作许可|Work permit for foreigners|licence;科技成果|Research result|record;众创空间|Makers' space|filing"),
    ("police", "J", "公安局", "Police", 3, "居民户口|Household register|record;居民身份证|Resident ID card|licence|40 元（补办）;居住证|Residence permit|licence;出生入户|Newborn's register|record;旅馆业特种行业许可证|Hotel licence|licence;公章刻制业|Seal maker|filing;大型群众性活动|Large event|permit;无犯罪记录|Clean record|record;养犬登记|Dog|record;保安员证|Guard's card|licence"),
    ("civil", "N", "民政局", "Civil affairs", 2, "最低生活保障金|Living allowance|benefit;高龄津贴|Allowance of the very old|benefit;临时救助金|Emergency aid|benefit;社会组织|Association|record;婚姻|Marriage|record;收养|Adoption|record;养老机构|Home for the elderly|filing;孤儿基本生活费|Orphan's allowance|benefit"),
    ("civil", "N", "司法局", "Justice", 1, "法律援助|Legal aid|benefit;律师执业证|Lawyer's licence|licence;基层法律服务工作者执业证|Legal worker's licence|licence;人民调解协议|Mediation agreement|record;司法鉴定机构|Forensic office|record"),
    ("general", "Q", "财政局", "Finance", 1, "会计代理记账许可证|Bookkeeping licence|licence;会计人员信息|Accountant's data|record;非税收入票据|Public fee receipts|record;政府采购供应商|Public supplier|record;国有资产处置|Sale of public assets|permit"),
    ("social", "G", "人力资源和社会保障局", "Work and social security", 4, "社会保障卡|Social security card|licence|25 元（补办）;养老保险参保|Pension insurance|record;养老金|Pension|benefit;失业保险金|Unemployment benefit|benefit;工伤待遇|Work injury benefit|benefit;灵活就业社保补贴|Aid for free workers|benefit;劳务派遣经营许可证|Labour hire licence|licence;人力资源服务许可证|Job agency licence|licence;职称证书|Professional title|licence;就业困难人员|Person hard to place|record;创业担保贷款|Start-up loan|benefit;养老保险关系转移|Pension transfer|record"),
    ("estate", "H", "自然资源局", "Natural resources", 2, "建设用地规划许可证|Land use planning permit|licence;建设工程规划许可证|Building planning permit|licence;采矿许可证|Mining licence|licence;国有建设用地使用权|Land use right|record;临时用地|Temporary land use|permit;测绘成果|Survey data|record;矿产资源储量|Mineral reserves|filing"),
    ("safety", "P", "生态环境局", "Environment", 2, "排污许可证|Discharge licence|licence;建设项目环境影响评价|Environmental impact|permit;危险废物经营许可证|Hazardous waste licence|licence;辐射安全许可证|Radiation licence|licence;入河排污口|Outlet to a river|permit;突发环境事件应急预案|Emergency plan|filing"),
    ("project", "K", "住房和城乡建设局", "Housing and construction", 3, "建筑工程施工许可证|Building permit|licence;商品房预售许可证|Pre-sale licence|licence;建筑业企业资质|Builder's qualification|licence;房屋建筑竣工验收|Completion of a building|filing;公共租赁住房|Public rental flat|benefit;住房租赁合同|Lease|filing;燃气经营许可证|Gas supply licence|licence;城镇污水排入管网|Sewer connection|permit;物业服务项目|Property management|filing"),
    ("traffic", "E", "交通运输局", "Transport", 2, "道路货物运输经营许可证|Road freight licence|licence;道路运输证|Vehicle operating card|licence;网约车经营许可证|Ride-hailing licence|licence;出租汽车驾驶员从业资格证|Taxi driver's card|licence;超限运输车辆通行|Oversize transport|permit;机动车维修经营|Garage|filing;涉路施工|Works at a road|permit;船舶营运证|Ship's operating card|licence"),
    ("farm", "L", "水务局", "Water", 1, "取水许可证|Water abstraction licence|licence;水土保持方案|Soil protection plan|permit;河道采砂许可证|Sand dredging licence|licence;河道管理范围内建设|Works in a river bed|permit;农村供水工程|Village water supply|record"),
    ("farm", "L", "农业农村局", "Farming", 2, "动物防疫条件合格证|Animal health certificate|licence;农药经营许可证|Pesticide sales licence|licence;兽药经营许可证|Animal drugs licence|licence;种子生产经营许可证|Seed licence|licence;拖拉机驾驶证|Tractor driving licence|licence;农业机械购置补贴|Aid for farm machines|benefit;农村宅基地|Village house plot|permit;家庭农场|Family farm|record;渔业捕捞许可证|Fishing licence|licence"),
    ("farm", "L", "林业和草原局", "Forests and grassland", 1, "林木采伐许可证|Felling licence|licence;使用林地|Use of forest land|permit;林草种子生产经营许可证|Forest seed licence|licence;野生动物人工繁育许可证|Wild animal breeding licence|licence;退耕还林补助|Aid for reforestation|benefit"),
    ("market", "C", "商务局", "Commerce", 1, "成品油零售经营资格|Fuel station|licence;对外贸易经营者|Foreign trader|filing;拍卖经营许可证|Auction licence|licence;单用途预付卡|Prepaid cards|filing;二手车交易市场|Used car market|filing"),
    ("culture", "M", "文体广电和旅游局", "Culture and tourism", 2, "营业性演出许可证|Performance licence|licence;娱乐场所经营许可证|Entertainment licence|licence;互联网上网服务经营许可证|Internet café licence|licence;导游证|Guide's card|licence;旅行社经营许可证|Travel agency licence|licence;高危险性体育项目经营许可证|Risky sports licence|licence;文物保护单位修缮|Repair of a monument|permit"),
    ("culture", "M", "卫生健康委员会", "Health", 2, "医疗机构执业许可证|Clinic licence|licence;医师执业证|Doctor's licence|licence;护士执业证|Nurse's licence|licence;公共场所卫生许可证|Public hygiene licence|licence;生育服务登记|Birth service|record;计划生育家庭奖励扶助金|Family reward|benefit;放射诊疗许可证|Radiology licence|licence;出生医学证明|Birth certificate|licence"),
    ("civil", "N", "退役军人事务局", "Veterans", 1, "优待证|Veteran's card|licence;自主就业一次性补助金|Veteran's start money|benefit;优抚对象抚恤补助|Pension of honour|benefit;退役士兵安置|Placement of veterans|record;烈属优待金|Martyr family's aid|benefit"),
    ("safety", "P", "应急管理局", "Emergencies", 1, "危险化学品经营许可证|Dangerous goods licence|licence;烟花爆竹零售经营许可证|Firework sales licence|licence;安全生产许可证|Safety licence|licence;特种作业操作证|Special work card|licence;生产安全事故应急预案|Accident plan|filing;矿山安全设施设计|Mine safety design|permit"),
    ("market", "C", "市场监督管理局", "Market supervision", 4, "食品经营许可证|Food business licence|licence;食品生产许可证|Food production licence|licence;小作坊登记证|Small workshop|licence;药品零售经营许可证|Pharmacy licence|licence;医疗器械经营许可证|Medical device licence|licence;特种设备使用登记证|Lift and boiler card|licence;特种设备作业人员证|Operator's card|licence;计量标准|Measurement standard|record;股权出质|Pledge of shares|record;广告发布|Advertising|filing;商标质权|Trade mark pledge|record"),
    ("general", "Q", "统计局", "Statistics", 1, "统计调查项目|Survey|permit;涉外调查机构|Foreign survey agency|licence;统计资料|Statistics|record;名录库单位信息|Register of units|record"),
    ("medical", "B", "医疗保障局", "Medical insurance", 4, "城乡居民医保参保|Residents' medical insurance|record;职工医保参保|Employees' medical insurance|record;异地就医|Treatment elsewhere|filing;门诊慢特病待遇|Chronic illness benefit|benefit;生育津贴|Maternity pay|benefit;医疗费用手工报销|Refund of costs|benefit;医疗救助金|Medical aid|benefit;定点医药机构|Contract clinic|record;医保关系转移|Insurance transfer|record;长期护理保险待遇|Long-term care|benefit"),
    ("general", "Q", "粮食和物资储备局", "Grain", 1, "粮食收购企业|Grain buyer|filing;军粮供应站|Army grain station|record;储备粮轮换|Grain rotation|permit;应急物资储备点|Emergency store|record"),
    ("project", "K", "人民防空办公室", "Civil defence", 1, "人防工程建设|Shelter construction|permit;人防工程拆除|Removal of a shelter|permit;人防工程平时使用|Use of a shelter in peace|filing;人防警报设施迁移|Moving a siren|permit"),
    ("general", "Q", "档案局", "Archives", 1, "婚姻档案|Marriage file|record;知青档案|Rural youth file|record;重大建设项目档案|Project file|record;档案寄存|Deposit of files|record"),
    ("civil", "N", "残疾人联合会", "Disabled people", 1, "残疾人证|Disability card|licence;残疾人生活补贴|Disability allowance|benefit;辅助器具适配补贴|Aid for devices|benefit;残疾人就业保障金|Employment levy|record;无障碍改造补贴|Aid for barrier-free homes|benefit"),
    ("project", "K", "城市管理局", "City management", 1, "户外广告设施|Outdoor advertising|permit;占用挖掘城市道路|Digging up a street|permit;城市建筑垃圾处置|Building rubble|permit;餐厨垃圾收运许可证|Kitchen waste licence|licence;临时摊位|Stall|permit"),
    ("safety", "P", "消防救援机构", "Fire and rescue", 1, "公众聚集场所消防检查|Fire check of public places|permit;消防设施操作员证|Fire operator's card|licence;火灾事故认定|Finding on a fire|record;专职消防队|Fire brigade of a firm|filing"),
    ("business", "D", "政务服务中心", "Service centre", 3, "有限责任公司|Limited company|record;个体工商户|Sole trader|record;农民专业合作社|Farmers' cooperative|record;合伙企业|Partnership|record;外商投资企业|Foreign-invested company|record;分公司|Branch of a company|record;企业名称|Company name|record;营业执照|Business licence|licence;公司章程|Articles of a company|filing;企业歇业|Pause of a business|filing"),
)  # fmt: skip
CITY = (
    ("traffic", "E", "市公安局交警支队", "Traffic police", 4, "机动车|Motor vehicle|record|125 元;机动车驾驶证|Driving licence|licence|10 元;机动车行驶证|Vehicle licence|licence|15 元;机动车号牌|Number plate|licence|100 元;校车驾驶资格|School bus driver|licence;临时通行证|Temporary pass|licence;机动车检验合格标志|Inspection mark|licence;机动车抵押|Vehicle mortgage|record"),
    ("police", "W", "市公安局出入境管理支队", "Exit and entry", 3, "普通护照|Passport|licence|120 元;往来港澳通行证|Pass to Hong Kong and Macao|licence|60 元;往来台湾通行证|Pass to Taiwan|licence|60 元;外国人居留许可|Residence of foreigners|licence|400 元;外国人签证|Visa|licence|160 元;出入境记录|Travel record|record;边境管理区通行证|Border area pass|licence"),
    ("estate", "V", "市住房公积金管理中心", "Housing fund", 3, "住房公积金缴存|Payment into the housing fund|record;购房提取公积金|Withdrawal for a home|benefit;租房提取公积金|Withdrawal for rent|benefit;退休提取公积金|Withdrawal at retirement|benefit;公积金个人住房贷款|Housing fund loan|benefit;公积金异地转移|Transfer of the fund|record"),
    ("estate", "H", "市不动产登记中心", "Real estate registry", 3, "商品房所有权|New flat|record|80 元;二手房所有权|Second-hand flat|record|80 元;不动产抵押权|Mortgage|record|80 元;预购商品房预告|Notice of a purchase|record;不动产继承|Inherited property|record|80 元;不动产权证书|Title deed|licence|10 元;居住权|Right to live there|record|80 元;地役权|Easement|record|80 元"),
    ("civil", "N", "市民族宗教事务委员会", "Peoples and religions", 1, "民族成份|Ethnic group|record;宗教活动场所|Religious site|record;清真食品标志牌|Halal sign|licence;宗教团体|Religious body|record;宗教临时活动地点|Temporary religious place|permit"),
    ("culture", "M", "市新闻出版局", "Press and publishing", 1, "出版物零售经营许可证|Bookshop licence|licence;印刷经营许可证|Printing licence|licence;内部资料准印证|Internal print permit|licence;电影放映经营许可证|Cinema licence|licence;作品著作权|Copyright|record"),
    ("general", "Q", "市政府国有资产监督管理委员会", "State assets", 1, "国有产权|State property|record;国有企业改制|Reform of a state firm|permit;资产评估项目|Asset valuation|filing;企业负责人出国|Travel of managers|permit"),
    ("general", "Q", "市外事办公室", "Foreign affairs", 1, "因公护照|Service passport|licence;外国人来华邀请函|Invitation of a guest|record;领事认证|Consular legalisation|record;国际会议|International meeting|permit;友好城市往来|Twin town visit|filing"),
)  # fmt: skip
OTHERS = (
    ("tax", "A", "市税务局", "City tax office", 4, "增值税申报|Value-added tax|record;企业所得税申报|Company income tax|record;个人所得税申报|Personal income tax|record;税务登记信息|Tax register|record;完税证明|Proof of tax|record;出口退税|Export refund|benefit;跨区域涉税事项|Tax elsewhere|filing;一般纳税人|General taxpayer|record;车辆购置税申报|Vehicle purchase tax|record;契税申报|Deed tax|record"),
    ("tax", "Y", "崆峒区税务局", "District tax office", 4, "增值税发票|Invoice|licence;发票票种|Kinds of invoices|record;发票代开|Invoice on request|record;税控设备|Tax device|record;房产税申报|Property tax|record;印花税申报|Stamp duty|record;社会保险费缴纳|Social contributions|record;水利建设基金|Water works levy|record;留抵退税|Refund of credit|benefit"),
    ("general", "Q", "市气象局", "Weather office", 1, "升放气球单位资质|Balloon permit|licence;防雷装置设计|Lightning protection|permit;气象资料|Weather data|record"),
    ("market", "C", "市烟草专卖局", "Tobacco", 1, "烟草专卖零售许可证|Tobacco sales licence|licence;烟草专卖品准运证|Tobacco transport pass|licence;烟草零售户档案|Tobacco dealer's file|record"),
    ("life", "Q", "市邮政管理局", "Post", 1, "快递业务经营许可证|Courier licence|licence;快递末端网点|Courier shop|filing;邮政用品用具|Postal equipment|record"),
    ("life", "F", "人民银行市分行", "People's Bank", 1, "个人信用报告|Credit report|record;企业征信报告|Company credit report|record;基本存款账户|Basic account|filing;残损人民币兑换|Damaged money|record"),
    ("life", "F", "金融监管分局", "Financial supervision", 1, "保险专业代理许可证|Insurance agency licence|licence;银行网点变更|Change of a bank branch|permit;金融消费投诉|Complaint about a bank|record"),
    ("life", "Q", "供电公司", "Electricity", 2, "居民用电|Electricity at home|supply;低压企业用电|Electricity of a firm|supply;光伏并网|Solar power|permit;充电桩用电|Charging point|supply"),
    ("life", "Q", "自来水公司", "Water supply", 2, "居民用水|Water at home|supply;企业用水|Water of a firm|supply;二次供水|Pumped supply|supply;消防用水|Water for fires|supply"),
    ("life", "Q", "天然气公司", "Gas supply", 2, "居民用气|Gas at home|supply;餐饮用气|Gas of a kitchen|supply;工业用气|Gas of a plant|supply"),
    ("life", "Q", "热力公司", "District heating", 2, "居民用热|Heating at home|supply;商业用热|Heating of a shop|supply;停热复热|Pause of heating|filing"),
    ("life", "Q", "电信公司", "Telecom", 1, "固定宽带|Broadband|supply;手机号码|Mobile number|supply;专线|Leased line|supply"),
    ("life", "Q", "移动通信公司", "Mobile", 1, "移动号码|Phone number|supply;家庭宽带|Home broadband|supply;集团业务|Business account|supply"),
    ("life", "Q", "联通公司", "Unicom", 1, "联通号码|Phone line|supply;企业宽带|Company broadband|supply;物联网卡|Card for devices|supply"),
    ("life", "Q", "广电网络公司", "Cable television", 1, "有线电视|Cable television|supply;广电宽带|Cable broadband|supply;高清机顶盒|Set-top box|supply"),
    ("safety", "P", "市地震局", "Earthquakes", 1, "建设工程抗震设防要求|Seismic requirement|permit;地震监测设施迁建|Moving a seismograph|permit;地震安全性评价|Seismic assessment|filing"),
    ("general", "Q", "无线电管理处", "Radio", 1, "无线电台执照|Radio station licence|licence;无线电频率使用|Radio frequency|permit;业余无线电台|Amateur radio|licence"),
    ("civil", "N", "公证处", "Notary", 1, "继承公证|Notarised inheritance|record;委托公证|Notarised mandate|record;学历公证|Notarised degree|record;房屋买卖公证|Notarised sale|record"),
    ("life", "F", "农村商业银行", "Rural bank", 1, "政务缴费|Payment of fees|record;社保卡金融账户|Social card account|supply;对公账户|Company account|supply;惠农贷款|Farm loan|benefit"),
    ("business", "D", "公共资源交易中心", "Public tenders", 1, "交易主体|Bidder|record;投标保证金|Bid bond|record;电子签章|Electronic seal|licence;评标专家|Tender expert|record"),
)  # fmt: skip

# One thing, one time: name, English, items it is made of (unit, thing and action), plain words
BUNDLES = (
    ("开办企业“一件事”", "Start a company, all at once", ("有限责任公司登记", "公章刻制业备案", "增值税发票核发", "职工医保参保登记"),
     "想开公司，来一个窗口就行。营业执照、公章、发票、社保医保一次办好，半天就能拿到。名字先想好三个，怕有重名。",
     "One window for licence, seal, invoices and insurance. Half a day. Think of three names beforehand, one may be taken."),
    ("新生儿出生“一件事”", "A child is born, all at once", ("出生入户登记", "城乡居民医保参保登记", "社会保障卡核发"),
     "孩子出生后，上户口、上医保、办社保卡，爸爸或妈妈来一次就行。", "Register, insurance and card of a newborn in one visit of one parent."),
    ("二手房过户“一件事”", "Buy a second-hand flat, all at once", ("二手房所有权登记", "契税申报登记", "居民用水过户", "居民用电过户"),
     "买卖双方一起来。交完税当场登记，水电跟着一起过户，不用再跑。", "Buyer and seller come together: tax, registry, water and power in one go."),
    ("开办餐饮店“一件事”", "Open a restaurant, all at once", ("个体工商户登记", "食品经营许可证核发", "户外广告设施审批", "餐饮用气开户"),
     "开饭馆先别急着装修：把房子的平面图带来，窗口先帮您看厨房和卫生间的位置对不对，再一次把照、证、招牌、燃气都收了。",
     "Before you rebuild, bring the plan: we look at kitchen and toilet first, then take all the papers at once."),
    ("企业职工退休“一件事”", "Retire, all at once", ("养老金申领", "退休提取公积金申领", "职工医保参保变更登记"),
     "到年龄前一个月来就行，养老金、公积金、医保一起办，下个月就能领到钱。", "Come a month before: pension, housing fund and insurance together."),
    ("残疾人服务“一件事”", "Services for disabled people, all at once", ("残疾人证核发", "残疾人生活补贴申领", "辅助器具适配补贴申领"),
     "行动不方便可以打电话，我们上门。评定、办证、补贴一次办。", "We come to you if you call. Assessment, card and allowance at once."),
)  # fmt: skip

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文辉玲红玉梅新志海兰峰云凯丹宁婷鹏飞慧燕斌倩波琴宇雪晨欣"
