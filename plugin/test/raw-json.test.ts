import { expect, test } from "vitest";
import { elementsOf, isDeep, lift, membersOf } from "../src/json-scan";
import { RawJson, writeJson } from "../src/raw-json";

test("finds the members of an object, whatever stands in it", () => {
  const text = ' { "a" : 1.50 , "b":{"c":[1,2,{"d":"}"}]}, "e\\"\\u0041" : "x,\\"y" , "n":null, "l":[ ]}';
  expect(Object.fromEntries(membersOf(text))).toEqual({ a: "1.50", b: '{"c":[1,2,{"d":"}"}]}', 'e"A': '"x,\\"y"', n: "null", l: "[ ]" });
});

test("finds the elements of a list", () => {
  expect(elementsOf('[1, "a,]", {"b": [2]} ,[],-1.0e5]')).toEqual(["1", '"a,]"', '{"b": [2]}', "[]", "-1.0e5"]);
  expect(elementsOf("[ ]")).toEqual([]);
});

test("sees how deep a text is nested, whatever its strings hold", () => {
  const deep = (text: string, levels: number): boolean => isDeep(new TextEncoder().encode(text), levels);
  expect(deep('{"a":[{"b":"[[[[{{\\"["}]}', 3)).toBe(false);
  expect(deep('{"a":[{"b":1}]}', 2)).toBe(true);
  expect(deep("[".repeat(500) + "]".repeat(500), 500)).toBe(false);
});

test("lifts what a path leads to", () => {
  const text = '{"list":[{"x":1.0},{"y":2},{"x":null}]}';
  expect(writeJson(lift(JSON.parse(text), text, ["list", "*", "x"]))).toBe('{"list":[{"x":1.0},{"y":2},{}]}');
});

test("writes plain values as JSON.stringify does, without absent fields", () => {
  expect(writeJson({ a: undefined, b: null, c: [null, undefined, "é\n"], d: new RawJson("1.0"), e: false })).toBe('{"c":[null,null,"é\\n"],"d":1.0,"e":false}');
});
