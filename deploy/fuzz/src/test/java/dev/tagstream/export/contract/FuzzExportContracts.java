package dev.tagstream.export.contract;

import dev.tagstream.export.problem.ExportException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The contract and the labels in a model's metadata, as the exporter reads them. */
public final class FuzzExportContracts {

  private static final Path FILE = Path.of("model.onnx");

  private FuzzExportContracts() {}

  /** Up to the first zero byte the contract, behind it the labels. */
  public static void fuzzerTestOneInput(byte[] json) {
    String[] parts = new String(json, StandardCharsets.UTF_8).split("\0", 2);
    try {
      ContractJson.read(FILE, parts[0]);
    } catch (ExportException refused) {
      // as it should be
    }
    try {
      ContractJson.readLabels(FILE, parts[parts.length - 1]);
    } catch (ExportException refused) {
      // as it should be
    }
  }
}
