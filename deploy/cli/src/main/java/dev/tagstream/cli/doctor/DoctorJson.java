package dev.tagstream.cli.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.doctor.check.Finding;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.check.Verdict;
import dev.tagstream.console.Printable;

/** All findings as one JSON object. */
public final class DoctorJson {

  private DoctorJson() {}

  /** One line with the numbers of failures and warnings, and all findings. */
  public static String line(Findings findings) {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("failures", findings.count(Verdict.FAILURE));
    json.put("warnings", findings.count(Verdict.WARNING));
    var all = json.putArray("findings");
    for (Finding finding : findings.all()) {
      all.addObject()
          .put("check", finding.check())
          .put("verdict", finding.verdict().toString())
          .put("message", finding.message())
          .put("remedy", finding.remedy());
    }
    return Printable.json(json.toString());
  }
}
