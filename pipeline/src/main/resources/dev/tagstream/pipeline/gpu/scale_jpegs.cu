// From the planes of decoded JPEGs to the pixels that a model sees, in the integer arithmetic of the CPU's way:
// libjpeg's upsampling ("fancy", triangle filters) and color conversion, then Pillow's resize with weights of 22
// fraction bits, columns first, then rows, each rounded to 8 bits. Compiled at start by NVRTC for the card at hand.

#define FRACTION_BITS 22
#define ROUND (1 << (FRACTION_BITS - 1))

enum Sampling { GREY = 0, FULL = 1, HALF_WIDTH = 2, QUARTER = 3 };

// As Picture in PictureTable.java writes it: 8 longs, then 16 ints.
struct Picture {
  const unsigned char* luma;
  const unsigned char* blue;    // Cb
  const unsigned char* red;     // Cr
  const int* columnStarts;      // the first source column of each wanted one
  const int* columnWeights;     // columnTaps of each
  const int* rowStarts;
  const int* rowWeights;
  unsigned char* narrow;        // uint8 [sourceRows, columns, 3], between the two passes
  int width;
  int height;
  int lumaPitch;
  int chromaPitch;
  int chromaWidth;
  int chromaHeight;
  int sampling;
  int columns;
  int columnTaps;
  int rows;
  int rowTaps;
  int firstSourceRow;
  int sourceRows;
  int left;                     // black columns before the picture
  int top;                      // black rows above it
  int padding;
};

struct Pixel {
  int red;
  int green;
  int blue;
};

__device__ inline int clip(int value) {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

// A sample of a chroma plane of half the width, at a pixel of the picture.
__device__ inline int acrossTwo(const unsigned char* row, int width, int x) {
  int near = x >> 1;
  int far = (x & 1) ? near + 1 : near - 1;
  if (far < 0 || far >= width) {
    return row[near];
  }
  return (3 * row[near] + row[far] + ((x & 1) ? 2 : 1)) >> 2;
}

// A sample of a chroma plane of half the width and height, at a pixel of the picture.
__device__ inline int acrossFour(const unsigned char* plane, int pitch, int width, int height, int x, int y) {
  int nearRow = y >> 1;
  int farRow = (y & 1) ? nearRow + 1 : nearRow - 1;
  farRow = farRow < 0 ? 0 : farRow >= height ? height - 1 : farRow;
  const unsigned char* first = plane + (size_t) nearRow * pitch;
  const unsigned char* second = plane + (size_t) farRow * pitch;
  int near = x >> 1;
  int far = (x & 1) ? near + 1 : near - 1;
  int nearSum = 3 * first[near] + second[near];
  if (far < 0 || far >= width) {
    return (4 * nearSum + ((x & 1) ? 7 : 8)) >> 4;
  }
  int farSum = 3 * first[far] + second[far];
  return (3 * nearSum + farSum + ((x & 1) ? 7 : 8)) >> 4;
}

__device__ inline int chroma(const Picture& picture, const unsigned char* plane, int x, int y) {
  switch (picture.sampling) {
    case FULL:
      return plane[(size_t) y * picture.chromaPitch + x];
    case HALF_WIDTH:
      return acrossTwo(plane + (size_t) y * picture.chromaPitch, picture.chromaWidth, x);
    default:
      return acrossFour(plane, picture.chromaPitch, picture.chromaWidth, picture.chromaHeight, x, y);
  }
}

// The factors are libjpeg's: 1.402, 1.772, 0.71414 and 0.34414 with 16 fraction bits.
__device__ inline Pixel pixel(const Picture& picture, int x, int y) {
  int luma = picture.luma[(size_t) y * picture.lumaPitch + x];
  if (picture.sampling == GREY) {
    return {luma, luma, luma};
  }
  int blue = chroma(picture, picture.blue, x, y) - 128;
  int red = chroma(picture, picture.red, x, y) - 128;
  return {
      clip(luma + ((91881 * red + 32768) >> 16)),
      clip(luma + ((-22554 * blue + 32768 - 46802 * red) >> 16)),
      clip(luma + ((116130 * blue + 32768) >> 16))};
}

// One thread makes one pixel of a source row that is as narrow as the output; pictures lie in z.
extern "C" __global__ void narrowRows(const Picture* pictures) {
  const Picture picture = pictures[blockIdx.z];
  int column = blockIdx.x * blockDim.x + threadIdx.x;
  int row = blockIdx.y * blockDim.y + threadIdx.y;
  if (column >= picture.columns || row >= picture.sourceRows) {
    return;
  }
  int start = picture.columnStarts[column];
  const int* weights = picture.columnWeights + column * picture.columnTaps;
  int red = ROUND;
  int green = ROUND;
  int blue = ROUND;
  for (int tap = 0; tap < picture.columnTaps; tap++) {
    int x = start + tap < picture.width ? start + tap : picture.width - 1;
    Pixel source = pixel(picture, x, picture.firstSourceRow + row);
    red += source.red * weights[tap];
    green += source.green * weights[tap];
    blue += source.blue * weights[tap];
  }
  unsigned char* to = picture.narrow + 3 * ((size_t) row * picture.columns + column);
  to[0] = clip(red >> FRACTION_BITS);
  to[1] = clip(green >> FRACTION_BITS);
  to[2] = clip(blue >> FRACTION_BITS);
}

// One thread makes one pixel of the output, uint8 [pictures, height, width, 3]; black where the picture is not.
extern "C" __global__ void sumRows(const Picture* pictures, unsigned char* output, int width, int height) {
  const Picture picture = pictures[blockIdx.z];
  int x = blockIdx.x * blockDim.x + threadIdx.x;
  int y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) {
    return;
  }
  unsigned char* to = output + 3 * (((size_t) blockIdx.z * height + y) * width + x);
  int column = x - picture.left;
  int row = y - picture.top;
  if (column < 0 || column >= picture.columns || row < 0 || row >= picture.rows) {
    to[0] = to[1] = to[2] = 0;
    return;
  }
  int start = picture.rowStarts[row] - picture.firstSourceRow;
  const int* weights = picture.rowWeights + row * picture.rowTaps;
  int sums[3] = {ROUND, ROUND, ROUND};
  for (int tap = 0; tap < picture.rowTaps; tap++) {
    int source = start + tap < picture.sourceRows ? start + tap : picture.sourceRows - 1;
    const unsigned char* from = picture.narrow + 3 * ((size_t) source * picture.columns + column);
    for (int channel = 0; channel < 3; channel++) {
      sums[channel] += from[channel] * weights[tap];
    }
  }
  for (int channel = 0; channel < 3; channel++) {
    to[channel] = clip(sums[channel] >> FRACTION_BITS);
  }
}
