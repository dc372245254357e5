"""The same short ride as TCX and as GPX, as services export it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

START = 1_795_073_400
"""Thursday, 19 November 2026, 08:30 in Berlin."""
METRE = 1 / 111_195.08
"""Degrees of latitude."""
NS3 = "http://www.garmin.com/xmlschemas/ActivityExtension/v2"


def at(second: float) -> str:
    return datetime.fromtimestamp(START + second, UTC).isoformat().replace("+00:00", "Z")


def tcx(seconds: Iterable[int] = range(600), *, lap: int = 300, sport: str = "Biking") -> str:
    """10 m/s north, 200 W, 140 bpm, a lap every `lap` s."""
    every = list(seconds)
    laps = []
    for begin in range(every[0], every[-1] + 1, lap):
        inside = [second for second in every if begin <= second < begin + lap]
        points = "".join(
            f"<Trackpoint><Time>{at(second)}</Time><Position>"
            f"<LatitudeDegrees>{50 + 10 * second * METRE}</LatitudeDegrees><LongitudeDegrees>8"
            "</LongitudeDegrees></Position>"
            f"<AltitudeMeters>{100 + second / 10}</AltitudeMeters>"
            f"<DistanceMeters>{10 * second}</DistanceMeters><HeartRateBpm><Value>140</Value></HeartRateBpm>"
            f"<Cadence>90</Cadence><Extensions><ns3:TPX><ns3:Speed>10</ns3:Speed><ns3:Watts>200</ns3:Watts></ns3:TPX>"
            "</Extensions></Trackpoint>"
            for second in inside
        )
        laps.append(
            f'<Lap StartTime="{at(begin)}"><TotalTimeSeconds>{lap}</TotalTimeSeconds><DistanceMeters>{10 * lap}'
            "</DistanceMeters><Calories>60</Calories><AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm>"
            f"<MaximumHeartRateBpm><Value>151</Value></MaximumHeartRateBpm><Track>{points}</Track><Extensions>"
            "<ns3:LX><ns3:AvgWatts>200</ns3:AvgWatts><ns3:MaxWatts>300</ns3:MaxWatts></ns3:LX></Extensions></Lap>"
        )
    return (
        f'<?xml version="1.0"?><TrainingCenterDatabase xmlns:ns3="{NS3}"><Activities><Activity Sport="{sport}">'
        f"<Id>{at(every[0])}</Id>{''.join(laps)}<Notes>Windy &amp; wet</Notes><Creator><Name>Edge 530</Name></Creator>"
        "</Activity></Activities></TrainingCenterDatabase>"
    )


def gpx(*segments: Iterable[int], kind: str = "cycling", name: str = "To work", timed: bool = True) -> str:
    """10 m/s north with power as Strava, heart rate and cadence as Garmin writes them."""
    made = []
    for seconds in segments or (range(600),):
        points = "".join(
            f'<trkpt lat="{50 + 10 * second * METRE}" lon="8"><ele>{100 + second / 10}</ele>'
            + (f"<time>{at(second)}</time>" if timed else "")
            + "<extensions><power>200</power><gpxtpx:TrackPointExtension><gpxtpx:atemp>20</gpxtpx:atemp>"
            "<gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>90</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>"
            for second in seconds
        )
        made.append(f"<trkseg>{points}</trkseg>")
    return (
        '<?xml version="1.0"?><gpx creator="StravaGPX" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><metadata/>'
        f"<trk><name>{name}</name><type>{kind}</type>{''.join(made)}</trk></gpx>"
    )
