// Records count code points, JavaScript counts UTF-16 units: this crosses between the two.

const SURROGATE = /[\ud800-\udbff]/;

class Points {
  constructor(text) {
    this.text = text;
    this.units = null; // the unit at which each code point begins, where the two counts differ
    if (SURROGATE.test(text)) {
      this.units = [];
      for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) this.units.push(unit);
      this.units.push(text.length);
    }
  }

  unit(point) {
    return this.units ? (this.units[Math.max(point, 0)] ?? this.text.length) : point;
  }

  point(unit) {
    if (!this.units) return unit;
    let [low, high] = [0, this.units.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.units[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}
