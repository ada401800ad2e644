/// The words that values are made of: months, units, currencies, number words. Small letters; of the languages whose texts
/// Galley was measured on.
enum ValueWords {
  private static func set(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map(String.init))
  }

  static let months = set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
      + "sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember januari februari maart mei "
      + "augustus janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo "
      + "abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre gennaio febbraio aprile maggio "
      + "giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro "
      + "dezembro января февраля марта апреля мая июня июля августа сентября октября ноября декабря stycznia lutego "
      + "marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")

  /// What stands between a day, a month and a year: Spanish and Portuguese.
  static let dateLinks = set("de del of")

  /// After a number, as they are written.
  static let units = set(
    "mm cm dm m km µm nm mi ft yd mg g kg t lb lbs oz ml cl dl l L hl ha s sec ms µs ns min h hr hrs d Hz kHz MHz GHz "
      + "W kW MW GW TW Wh kWh MWh GWh TWh V kV A mA J kJ MJ cal kcal Pa hPa kPa bar N kN K C F B kB KB MB GB TB PB KiB MiB "
      + "GiB TiB bit Bit bits byte bytes Byte Bytes kbit Mbit Gbit Kbps Mbps Gbps px pt em rem dpi fps dB mph kph rpm ppm mol "
      + "lx lm cd m² m³ km² cm² cm³ mm² qm qkm "
      + "am pm a.m p.m AM PM A.M P.M Uhr o'clock o’clock BC AD BCE CE v.Chr n.Chr "
      + "EUR USD GBP CHF JPY CNY RMB AUD CAD NZD SEK NOK DKK PLN CZK HUF RUB INR BRL TRY ZAR KRW DM Mark Euro Euros "
      + "euro euros dollar dollars Dollar Dollars pound pounds pence cent cents Cent yen yuan rupees roubles rubles francs "
      + "Franken kronor kroner zloty pesos reais "
      + "percent Prozent pourcent percento procent million millions billion billions trillion trillions Million Millionen "
      + "Milliarde Milliarden Mio Mrd Tsd thousand hundred Tausend millones milliard milliards millón "
      + "metres meters metre meter kilometres kilometers kilometre kilometer miles mile feet foot inches inch yards yard "
      + "acres acre hectares hectare litres liters litre liter gallons gallon grams gram kilograms kilogram kilos kilo "
      + "tonnes tonne tons ton pounds ounces ounce degrees degree knots "
      + "seconds second minutes minute hours hour days day weeks week months month years year decades centuries "
      + "Sekunden Minuten Stunden Tage Tagen Wochen Monate Monaten Jahre Jahren Jahr Meter Kilometer Kilogramm Tonnen Liter "
      + "Hektar Grad heures minutes jours semaines mois ans mètres kilomètres horas minutos días semanas meses años metros "
      + "kilómetros")

  static let currencies = set(
    "EUR USD GBP CHF JPY CNY RMB AUD CAD NZD SEK NOK DKK PLN CZK HUF RUB INR BRL TRY ZAR KRW DM ISBN")

  static let numbers = set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
      + "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
      + "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth twentieth thirtieth "
      + "fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth half thirds fourths quarter "
      + "quarters fifths sixths sevenths eighths ninths tenths hundredths dozen "
      + "un une deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente "
      + "quarante cinquante soixante septante huitante nonante cent cents mille et premier dos tres cuatro cinco seis siete "
      + "ocho nueve diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil uno due tre "
      + "quattro cinque sei sette otto nove dieci venti trenta ein eine zwei drei vier fünf sechs sieben acht neun zehn elf "
      + "zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend")

  static let scales = set(
    "hundred thousand million billion trillion dozen cent cents mille millions mil hundert tausend hundredth thousandth"
  )

  static let numberLinks = set("and et y und e")

  /// The longest of all, in bytes.
  static let longest = 22
}
