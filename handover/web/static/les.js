/* Reads a page aloud, for whoever would rather listen. Nothing on any page needs this.
   Only voices that live on the device are used (localService): some browsers send the text of
   other voices to a service elsewhere. Without such a voice the button never comes. */
(function () {
  "use strict";
  var place = document.getElementById("les-hoyt");
  var synth = window.speechSynthesis;
  if (!place || !synth || !window.SpeechSynthesisUtterance) return;
  var button = place.querySelector("button");
  var start = button.children[button.children.length - 2];
  var end = button.lastElementChild;
  var kin = {nb: ["nb", "no"], nn: ["nn", "nb", "no"]};

  function voice(language) {
    var local = synth.getVoices().filter(function (one) { return one.localService; });
    var wanted = kin[language] || [language];
    for (var i = 0; i < wanted.length; i++) {
      for (var j = 0; j < local.length; j++) {
        if (local[j].lang.toLowerCase().split(/[-_]/)[0] === wanted[i]) return local[j];
      }
    }
    return null;
  }

  function languageOf(node) {
    return node.parentElement.closest("[lang]").lang;
  }

  function pieces() {
    var walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    var found = [];
    while (walker.nextNode()) {
      var node = walker.currentNode;
      var text = node.nodeValue.trim();
      var box = node.parentElement;
      if (!text || place.contains(box) || box.closest("[aria-hidden=true],textarea,select,svg")) continue;
      if (!box.getClientRects().length) continue;
      found.push({text: text, language: languageOf(node)});
    }
    return found;
  }

  function show(reading) {
    start.hidden = reading;
    end.hidden = !reading;
  }

  function stop() {
    synth.cancel();
    show(false);
  }

  function read() {
    pieces().forEach(function (piece) {
      var own = voice(piece.language);
      if (!own) return;
      var said = new SpeechSynthesisUtterance(piece.text);
      said.voice = own;
      said.lang = own.lang;
      synth.speak(said);
    });
    var last = new SpeechSynthesisUtterance(" ");
    last.voice = voice(document.documentElement.lang);
    last.onend = stop;
    synth.speak(last);
    show(true);
  }

  function offer() {
    if (!button.hidden || !voice(document.documentElement.lang)) return;
    button.hidden = false;
    place.querySelector("p").hidden = true;
  }

  button.addEventListener("click", function () {
    if (start.hidden) stop(); else read();
  });
  window.addEventListener("pagehide", function () { synth.cancel(); });
  synth.addEventListener("voiceschanged", offer);
  offer();
})();
