package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.util.Locale;
import java.util.Set;

/** The kinds of objects, by file name extension. */
public enum ObjectKind {
  /** One image, by the extension of its name. */
  IMAGE,
  /** A tar archive, with or without gzip compression. */
  TAR,
  /** A Parquet file with an image in each row. */
  PARQUET,
  /** An image if its first bytes are those of one. */
  UNKNOWN,
  /** An object without images, such as a text. */
  OTHER;

  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "tif", "tiff", "gif");

  /** Extensions of files that are common beside images. */
  private static final Set<String> OTHERS =
      Set.of(
          "txt",
          "json",
          "jsonl",
          "csv",
          "tsv",
          "md",
          "xml",
          "yaml",
          "yml",
          "html",
          "log",
          "py",
          "npy",
          "npz",
          "pt",
          "pth",
          "onnx",
          "safetensors",
          "idx",
          "index",
          "cls",
          "crc",
          "zip");

  /** The kind of an object. */
  public static ObjectKind of(StoredObject object) {
    return ofName(object.fileName());
  }

  static ObjectKind ofName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return TAR;
    }
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (extension.equals("parquet")) {
      return PARQUET;
    }
    if (IMAGES.contains(extension)) {
      return IMAGE;
    }
    return OTHERS.contains(extension) || name.startsWith(".") || name.startsWith("_")
        ? OTHER
        : UNKNOWN;
  }
}
