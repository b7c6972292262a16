"""Words that say nothing of what a text is about, in English and Spanish, as ``words.fold`` has
them: without accents and apostrophes."""

from __future__ import annotations

_ENGLISH = """
a about above after again against all almost also always am an and any anybody anyone anything are
arent around as ask asked at away back be became because been before being below between both but
by came can cannot cant come comes could couldnt day days did didnt do does doesnt doing done dont
down during each either else enough even ever every everybody everyone everything few for from
further get gets getting give given go goes going gone good got had hadnt has hasnt have havent
having he her here hers herself him himself his how however i id if ill im in into is isnt it its
itself ive just keep keeps kept know last least less let lets like likely lot lots made make makes
making many may maybe me might mine more most much must my myself need needed needs never next no
nobody none nor not nothing now of off often ok on once one ones only or other others our ours
ourselves out over own people per perhaps please put quite rather really said same say says see
seem seems seen several shall she should shouldnt since so some somebody someone something
sometimes soon still stop such sure take taken takes than thank thanks that thats the their theirs
them themselves then there theres these they theyre thing things think this those though through
time times to today together told too took toward towards two under until up upon us use used using
very want wanted wants was wasnt way we week weeks well went were werent weve what when where
whether which while who whole whom whose why will with within without wont would wouldnt year years
yes yesterday yet you your youre yours yourself night morning evening afternoon tonight month
worth tell tells feel feels
months monday tuesday wednesday thursday friday saturday sunday january february march april june
july august september october november december police officer officers department city town
"""
_SPANISH = """
a al algo alguien algun alguna algunas alguno algunos alli ante antes aqui asi aun aunque ayer bajo
bien cada casi como con contra cosa cosas cual cuales cualquier cuando cuanto cuanta cuya cuyo da
dan de debe deben deberia deberian del desde despues dia dias dice dicen dijo donde dos durante e el
ella ellas ello ellos en entonces entre era eran es esa esas ese eso esos esta estaba estan estar
estas este esto estos estoy estuvo fue fueron fui gente ha habia habian hace hacen hacer hacia han
hasta hay haya he hemos hoy iba ir la las le les lo los luego mas me mi mientras mio mis misma mismo
mucha muchas mucho muchos muy nada nadie ni ningun ninguna no nos nosotros nuestra nuestras nuestro
nuestros nunca o otra otras otro otros para pero poco por porque pueda puede pueden poder que quien
quienes quiere quiero se sea sean ser si sido siempre sin sino sobre solo somos son soy su sus suya
suyo tal tambien tan tanto te tener tenemos tengo tiene tienen toda todas todavia todo todos tu tus
un una unas uno unos usted ustedes va van vamos ve ver vez veces voy y ya yo lunes martes miercoles
jueves viernes sabado domingo semana semanas mes meses ano anos noche noches tarde manana policia
policias oficial oficiales gracias
"""
STOP_WORDS = frozenset((_ENGLISH + _SPANISH).split())
