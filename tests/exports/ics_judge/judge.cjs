// Prints what ical.js finds in a calendar file: node judge.cjs FOLDER_WITH_NODE_MODULES FILE
const fs = require("node:fs");
const path = require("node:path");

const [, , installed, file] = process.argv;
const ICAL = require(path.join(installed, "node_modules", "ical.js")).default;

const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(file, "utf8")));
const zones = calendar.getAllSubcomponents("vtimezone");
zones.forEach((zone) => ICAL.TimezoneService.register(zone));

const said = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? "";
const events = calendar.getAllSubcomponents("vevent").map((found) => {
  const event = new ICAL.Event(found);
  const organizer = found.getFirstProperty("organizer");
  return {
    uid: event.uid,
    title: event.summary,
    description: event.description ?? "",
    place: event.location ?? "",
    starts: event.startDate.toString(),
    ends: event.endDate.toString(),
    tzid: found.getFirstProperty("dtstart").getFirstParameter("tzid") ?? event.startDate.zone.tzid,
    starts_at: event.startDate.toUnixTime(),
    ends_at: event.endDate.toUnixTime(),
    sequence: event.sequence,
    status: said(found, "status"),
    url: said(found, "url"),
    kinds: found.getFirstProperty("categories")?.getValues() ?? [],
    organizer: organizer?.getFirstParameter("cn") ?? "",
    changed_at: found.getFirstPropertyValue("dtstamp").toUnixTime(),
  };
});
const properties = Object.fromEntries(
  calendar.getAllProperties().map((one) => [one.name, one.getFirstValue().toString()]),
);
const tzids = zones.map((zone) => said(zone, "tzid"));
process.stdout.write(JSON.stringify({ properties, tzids, events }));
